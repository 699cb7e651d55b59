package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Forecasts;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs are part of the record: a step gives them another name, or adds one. */
class ChangedInputsTest {
  private static final Slot<Integer> GIGABYTES = Slot.of("gigabytes", Integer.class);

  private final Lab lab = new Lab();
  private final Migrations renamed =
      book(b -> b.step("units", s -> s.renameInput("size", "gigabytes")));

  private Flow reading(String input) {
    return linear(lab.task("a"), lab.task("b", List.of(input), List.of()));
  }

  private String inputs(FlowId id) {
    return lab.stored(id).header().inputs().tree().toString();
  }

  @Test
  void aRenamedInputIsStoredUnderTheNewName() throws InterruptedException {
    FlowId id = lab.inputs("{\"size\":7.50,\"zone\":\"x\"}").given(reading("size"), done("a"));
    assertThat(lab.resume(id, reading("gigabytes"), renamed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(inputs(id)).isEqualTo("{\"gigabytes\":7.50,\"zone\":\"x\"}");
    assertThat(lab.ran).containsExactly("b");
    assertThat(lab.journal(id)).hasSize(1);
  }

  @Test
  void aFlowWithoutThatInputIsNotConcerned() throws InterruptedException {
    FlowId id = lab.inputs("{\"gigabytes\":7}").given(reading("gigabytes"), done("a"));
    assertThat(lab.resume(id, reading("gigabytes"), renamed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(inputs(id)).isEqualTo("{\"gigabytes\":7}");
  }

  @Test
  void twoInputsNeverGetOneName() throws InterruptedException {
    FlowId id = lab.inputs("{\"size\":7,\"gigabytes\":8}").given(reading("size"));
    assertThat(lab.refused(id, reading("gigabytes"), renamed).errors())
        .containsExactly("DATA05 input size");
  }

  @Test
  void theFactoryIsAskedWithMigratedInputs() throws InterruptedException {
    FlowId id = lab.inputs("{\"size\":7}").given(reading("size"), done("a"));
    FlowCatalog catalog = FlowCatalog.of(Lab.FLOW, this::bySize);
    EngineOptions options =
        EngineOptions.defaults()
            .withClock(lab.clock)
            .withAdmission(new MigratingAdmission(renamed, lab.clock, "lab"));
    assertThat(
            new Forecasts(lab.store, catalog, renamed).forecast(FlowQuery.all()).get(0).verdict())
        .isEqualTo(Verdict.PENDING);
    try (Engine engine = Engine.open(lab.store, catalog, options)) {
      assertThat(engine.resume(id).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(lab.ran).containsExactly("b", "large");

    FlowId other = lab.given(reading("size"), done("a"));
    Migrator migrator =
        new Migrator(lab.store, catalog, renamed, new Migrator.Who("lab", lab.clock));
    assertThat(migrator.migrate(other)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.stored(other).shape().atoms().has("large")).isTrue();
    assertThat(migrator.migrate(other)).isInstanceOf(Outcome.Current.class);
  }

  /** A factory that cannot do without the new input. */
  private Flow bySize(Inputs in) {
    return in.get(GIGABYTES) < 5
        ? reading("gigabytes")
        : linear(lab.task("a"), lab.task("b", List.of("gigabytes"), List.of()), lab.task("large"));
  }

  @Test
  void aFlowOfOneVariantKeepsItsNameWhenTheFactoryNowGivesAnother() throws InterruptedException {
    FlowId id = lab.inputs("{\"size\":7}").given(reading("size"), done("a"));
    FlowCatalog catalog =
        FlowCatalog.builder()
            .flow(Lab.FLOW, in -> in.has(GIGABYTES) ? "new" : "old", this::bySize)
            .build();
    Migrator migrator =
        new Migrator(lab.store, catalog, renamed, new Migrator.Who("lab", lab.clock));
    assertThat(migrator.migrate(id)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.stored(id).header().key().variant()).isEmpty();
    assertThat(migrator.migrate(id)).isInstanceOf(Outcome.Current.class);
    assertThat(
            new Forecasts(lab.store, catalog, renamed).forecast(FlowQuery.all()).get(0).verdict())
        .isEqualTo(Verdict.CURRENT);
  }

  @Test
  void aFlowThatBeginsAnewHasTheNewInputs() throws InterruptedException {
    lab.in(FlowState.SUCCESS);
    FlowId id = lab.inputs("{\"size\":7}").given(reading("size"), done("a"), done("b"));
    EngineOptions options =
        EngineOptions.defaults()
            .withClock(lab.clock)
            .withAdmission(new MigratingAdmission(renamed, lab.clock, "lab"));
    try (Engine engine = Engine.open(lab.store, FlowCatalog.of(Lab.FLOW, this::bySize), options)) {
      assertThat(engine.restart(id).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(inputs(id)).isEqualTo("{\"gigabytes\":7}");
    assertThat(lab.ran).containsExactly("a", "b", "large");
  }

  @Test
  void aSuppliedInputIsThereBeforeTheFactoryIsAsked() throws InterruptedException {
    Migrations supplied = book(b -> b.step("s", s -> s.supply("gigabytes", 9)));
    FlowId id = lab.given(linear(lab.task("a")));
    Migrator migrator =
        new Migrator(
            lab.store,
            FlowCatalog.of(Lab.FLOW, this::bySize),
            supplied,
            new Migrator.Who("lab", lab.clock));
    assertThat(migrator.migrate(id)).isInstanceOf(Outcome.Migrated.class);
    assertThat(inputs(id)).isEqualTo("{\"gigabytes\":9}");
    assertThat(lab.stored(id).shape().atoms().has("large")).isTrue();
  }

  @Test
  void aFlowKeepsTheInputThatItWasSubmittedWith() throws InterruptedException {
    Migrations supplied = book(b -> b.step("s", s -> s.supply("size", 9)));
    FlowId id = lab.inputs("{\"size\":7}").given(reading("size"), done("a"));
    assertThat(lab.resume(id, reading("size"), supplied).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(inputs(id)).isEqualTo("{\"size\":7}");
  }

  @Test
  void aSuppliedInputThatATaskProvidesTooIsTold() {
    Flow now =
        linear(
            lab.task("a", List.of(), List.of("size")), lab.task("b", List.of("size"), List.of()));
    Migrations supplied = book(b -> b.step("s", s -> s.supply("size", 9)));
    FlowId id = lab.given(linear(lab.task("a")));
    Outcome.Migrated migrated = (Outcome.Migrated) lab.migrate(id, now, supplied);
    assertThat(migrated.findings()).extracting(Finding::code).containsExactly(FindingCode.DATA04);
    assertThat(migrated.findings().get(0).sentence()).contains("input size", "a provides it");
  }

  private Flow quoted() {
    return linear(
        lab.task("quote", List.of(), List.of("price")),
        lab.task("pay", List.of("price"), List.of()));
  }

  @Test
  void theValueOfADroppedTaskIsHandedOver() throws InterruptedException {
    Migrations handed = book(b -> b.step("s", s -> s.supplyFrom("quote", "price").drop("quote")));
    FlowId id = lab.given(quoted(), done("quote", "{\"price\":1.50}"));
    Flow now = linear(lab.task("pay", List.of("price"), List.of()));
    assertThat(lab.forecast(now, handed).verdict()).isEqualTo(Verdict.PENDING);
    assertThat(lab.resume(id, now, handed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(inputs(id)).isEqualTo("{\"price\":1.50}");
    assertThat(lab.ran).containsExactly("pay");
  }

  @Test
  void whereTheDroppedTaskIsNotDoneThereIsNothingToHandOver() throws InterruptedException {
    Migrations handed = book(b -> b.step("s", s -> s.supplyFrom("quote", "price").drop("quote")));
    FlowId id = lab.given(quoted());
    Flow now = linear(lab.task("pay", List.of("price"), List.of()));
    assertThat(lab.refused(id, now, handed).errors()).containsExactly("DATA01 pay");
  }

  @Test
  void aValueIsNotHandedOverInPlaceOfAnotherInput() throws InterruptedException {
    Migrations handed = book(b -> b.step("s", s -> s.supplyFrom("quote", "price").drop("quote")));
    lab.inputs("{\"price\":2}");
    FlowId id = lab.given(quoted(), done("quote", "{\"price\":1}"));
    Flow now = linear(lab.task("pay", List.of("price"), List.of()));
    assertThat(lab.refused(id, now, handed).errors()).containsExactly("DATA05 input price");
    lab.inputs("{\"price\":1}");
    FlowId same = lab.given(quoted(), done("quote", "{\"price\":1}"));
    assertThat(lab.resume(same, now, handed).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void aStepThatIsPartlyVacuousStillChangesTheInputs() throws InterruptedException {
    Migrations both =
        book(b -> b.step("s", s -> s.rename("gone", "new").renameInput("size", "gigabytes")));
    FlowId id = lab.inputs("{\"size\":7}").given(reading("size"), done("a"));
    assertThat(lab.resume(id, reading("gigabytes"), both).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(inputs(id)).isEqualTo("{\"gigabytes\":7}");
  }

  @Test
  void metadataIsNotedBesideTheFlow() throws InterruptedException {
    Migrations noted =
        book(
            b ->
                b.step(
                    "s",
                    s -> s.setMeta("tenant", "acme").setMeta(meta -> meta.put("moved", true))));
    FlowId id = lab.given(reading("size"), done("a"), done("b"));
    assertThat(lab.resume(id, reading("size"), noted).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.stored(id).header().meta().tree().toString())
        .isEqualTo("{\"tenant\":\"acme\",\"moved\":true}");
    assertThat(lab.journal(id)).hasSize(1);
  }

  @Test
  void metadataCodeThatThrowsLeavesTheFlowAlone() throws InterruptedException {
    Migrations broken =
        book(
            b ->
                b.step(
                    "s",
                    s ->
                        s.setMeta(
                            meta -> {
                              throw new IllegalStateException("no tenant");
                            })));
    FlowId id = lab.given(reading("size"), done("a"), done("b"));
    assertThat(lab.refused(id, reading("size"), broken).message())
        .contains("'set metadata' of step s threw");
  }
}
