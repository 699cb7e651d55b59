package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowRefusedException;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Scenarios 7, 13 and 23 where inputs answer them, and row 23 of what goes wrong with TaskFlow when
 * the code changes under a stored flow.
 */
class InputScenariosTest {
  private static final Migrations STANDARD = book(b -> {});
  private static final Slot<String> REGION = Slot.of("region", String.class);

  private final Lab lab = new Lab();
  private final Ending ending = new Ending(lab);

  @Test
  void s07AValueOfThePlanServesAnAddedTask() throws InterruptedException {
    Flow now = linear(lab.task("a"), lab.task("b"), lab.task("x", List.of("currency"), List.of()));
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), done("a"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA02 x");
    assertThat(refusal.message()).contains("'currency'", ".supply(\"currency\", ...)");
    ending.finishes(id, now, book(b -> b.step("s", s -> s.supply("currency", "EUR"))), "b", "x");
  }

  @Test
  void s13WhatAReadyTaskWouldHaveProvidedIsSupplied() throws InterruptedException {
    Flow old =
        linear(
            lab.task("a"),
            lab.task("b", List.of(), List.of("rate")),
            lab.task("c", List.of("rate"), List.of()));
    Flow now = linear(lab.task("a"), lab.task("c", List.of("rate"), List.of()));
    FlowId id = lab.given(old, done("a"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA01 c");
    assertThat(refusal.message()).contains("'rate'", "b");
    ending.finishes(id, now, book(b -> b.step("s", s -> s.supply("rate", 19).drop("b"))), "c");
  }

  @Test
  void s23AReadyTaskThatTakesAnotherInputIsRefusedUntilTheInputIsMigrated()
      throws InterruptedException {
    Flow old = linear(lab.task("a"), lab.task("b", List.of("cents"), List.of()));
    Flow now =
        linear(lab.task("a"), lab.task("b", List.of("amount", "unit"), List.of()).version(1, 1));
    lab.inputs("{\"cents\":4200}");
    FlowId id = lab.given(old, done("a"));
    assertThat(lab.refused(id, now, STANDARD).errors()).containsExactly("DATA02 b", "DATA02 b");
    Migrations migrated =
        book(b -> b.step("s", s -> s.renameInput("cents", "amount").supply("unit", "cent")));
    ending.finishes(id, now, migrated, "b");
    assertThat(lab.stored(id).header().inputs().tree().toString())
        .isEqualTo("{\"amount\":4200,\"unit\":\"cent\"}");
  }

  @Test
  void s23AFailedTaskThatTakesAnotherInputRunsAgainWithIt() throws InterruptedException {
    Flow old = linear(lab.task("a"), lab.task("b", List.of("cents"), List.of()));
    Flow now = linear(lab.task("a"), lab.task("b", List.of("amount"), List.of()).version(2, 0));
    lab.inputs("{\"cents\":4200}").in(FlowState.FAILURE);
    FlowId id = lab.given(old, done("a"), Lab.failed("b"));
    Migrations migrated =
        book(
            b ->
                b.step(
                    "s",
                    s -> s.renameInput("cents", "amount").reset("b").version("b", "1.0", "2.0")));
    ending.finishes(id, now, migrated, "b");
    assertThat(lab.atom(id, "b").state()).isEqualTo(AtomState.SUCCESS);
  }

  private Migrator migrator(FlowCatalog catalog, Migrations migrations) {
    return new Migrator(lab.store, catalog, migrations, new Migrator.Who("lab", lab.clock));
  }

  private void isNotResumed(FlowId id, FlowCatalog catalog, String why) {
    EngineOptions options =
        EngineOptions.defaults()
            .withClock(lab.clock)
            .withAdmission(new MigratingAdmission(STANDARD, lab.clock, "lab"));
    try (Engine engine = Engine.open(lab.store, catalog, options)) {
      assertThatThrownBy(() -> engine.resume(id))
          .isInstanceOf(FlowRefusedException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void row23AFactoryThatHasAnotherNameLeavesTheFlowAsItIsAndSaysSo() {
    FlowId id = lab.given(linear(lab.task("a")));
    String before = lab.image();
    FlowCatalog catalog = FlowCatalog.of("purchase", in -> linear(lab.task("a")));
    Outcome outcome = migrator(catalog, STANDARD).migrate(id);
    assertThat(outcome).isInstanceOf(Outcome.Stuck.class);
    assertThat(((Outcome.Stuck) outcome).why()).contains("this code has no flow 'order'");
    isNotResumed(id, catalog, "the record belongs to flow 'order', the catalog has [purchase]");
    Forecast forecast =
        new Forecasts(lab.store, catalog, STANDARD).forecast(FlowQuery.all()).get(0);
    assertThat(forecast.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(lab.image()).isEqualTo(before);
  }

  @Test
  void row23AFactoryWithOtherArgumentsLeavesTheFlowAsItIsUntilTheyAreSupplied() {
    FlowId id = lab.given(linear(lab.task("a")));
    String before = lab.image();
    FlowCatalog catalog =
        FlowCatalog.of(Lab.FLOW, in -> linear(lab.task("a"), lab.task("to-" + in.get(REGION))));
    Outcome outcome = migrator(catalog, STANDARD).migrate(id);
    assertThat(outcome).isInstanceOf(Outcome.Stuck.class);
    assertThat(((Outcome.Stuck) outcome).why()).contains("no input 'region'");
    isNotResumed(id, catalog, "the code cannot build it from its stored inputs");
    Forecast forecast =
        new Forecasts(lab.store, catalog, STANDARD).forecast(FlowQuery.all()).get(0);
    assertThat(forecast.verdict()).isEqualTo(Verdict.STUCK);
    assertThat(forecast.why()).contains("no input 'region'");
    assertThat(lab.image()).isEqualTo(before);

    Migrations supplied = book(b -> b.step("s", s -> s.supply("region", "eu")));
    assertThat(migrator(catalog, supplied).migrate(id)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.stored(id).shape().atoms().has("to-eu")).isTrue();
  }
}
