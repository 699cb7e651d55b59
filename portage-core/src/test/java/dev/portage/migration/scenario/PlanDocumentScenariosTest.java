package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.OnDone;
import dev.portage.migration.Operations;
import dev.portage.migration.Outcome;
import dev.portage.migration.PlanDocument;
import dev.portage.migration.PlanDocument.Head;
import dev.portage.migration.StalePlanException;
import dev.portage.model.Flow;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Scenarios 48 and 50: a fleet's plan as a document, beside the run that follows. */
class PlanDocumentScenariosTest {
  private static final int FLEET = 1_000;

  private final Lab lab = new Lab();
  private final Flow old =
      Lab.linear(
          lab.task("a", List.of(), List.of("x")),
          lab.task("b", List.of("x"), List.of("y")),
          lab.task("c", List.of(), List.of()),
          lab.task("d", List.of("y"), List.of()));
  private final Flow now =
      Lab.linear(
          lab.task("a", List.of(), List.of("x")),
          lab.task("b", List.of("x"), List.of("y")).version(2, 0),
          lab.task("d", List.of("y"), List.of()));
  private final Migrations migrations = book("new");

  private static Migrations book(String value) {
    return Lab.book(
        book ->
            book.step(
                "s1",
                step ->
                    step.because(value)
                        .version("b", "1.0", "2.0", out -> out.put("y", value))
                        .drop("c", OnDone.BLOCK)));
  }

  /** The flow of that number: one of seven positions, the first the most frequent. */
  private FlowId store(int i) {
    AtomRecord a = Lab.done("a", "{\"x\":1}");
    AtomRecord b = Lab.done("b", "{\"y\":" + i + "}");
    return switch (i % 10) {
      case 0 -> lab.given(old, a);
      case 1 -> lab.given(old, a, b);
      case 2 -> lab.given(old, a, b, Lab.done("c"));
      case 3 -> lab.given(old, a, Lab.running("b"));
      case 4 -> lab.given(old, a, b, Lab.running("c"));
      case 5 -> lab.given(old, a, b, Lab.failed("c"));
      default -> lab.given(old);
    };
  }

  private List<Forecast> forecasts(Flow target, Migrations books) {
    return new Forecasts(lab.store, FlowCatalog.of(Lab.FLOW, in -> target), books)
        .forecast(FlowQuery.unfinished());
  }

  private PlanDocument document(Flow target, Migrations books) {
    return PlanDocument.of(
        new Head("lab", FlowQuery.unfinished(), 0, Json.mapper().createArrayNode()),
        forecasts(target, books));
  }

  @Test
  void s48ADryRunOfAThousandFlowsCountsWhatTheRunThenDoes() {
    for (int i = 0; i < FLEET; i++) {
      store(i);
    }
    String before = lab.image();
    JsonNode plan = document(now, migrations).json().path("plans").path(0);
    assertThat(lab.image()).as("the store, byte for byte").isEqualTo(before);
    List<String> groups = new ArrayList<>();
    plan.path("states")
        .forEach(
            state ->
                groups.add(
                    state.path("flows").asInt()
                        + " "
                        + state.path("verdict").asString()
                        + " "
                        + state.path("atoms")
                        + " "
                        + state.path("findings")));
    assertThat(groups)
        .containsExactlyInAnyOrder(
            "400 clean {} []",
            "100 clean {\"a\":\"SUCCESS\"} []",
            "100 clean {\"a\":\"SUCCESS\",\"b\":\"SUCCESS\"} []",
            "100 blocked {\"a\":\"SUCCESS\",\"b\":\"SUCCESS\",\"c\":\"SUCCESS\"} [\"LEAK01\"]",
            "100 blocked {\"a\":\"SUCCESS\",\"b\":\"RUNNING\"} [\"DOUBT01\"]",
            "100 blocked {\"a\":\"SUCCESS\",\"b\":\"SUCCESS\",\"c\":\"RUNNING\"} [\"DOUBT01\"]",
            "100 blocked {\"a\":\"SUCCESS\",\"b\":\"SUCCESS\",\"c\":\"FAILURE\"} [\"FAIL01\"]");
    assertThat(plan.path("states")).allMatch(state -> state.path("samples").size() == 3);
    assertThat(run()).isEqualTo(Map.of("migrated", 600L, "blocked", 400L));
  }

  private Map<String, Long> run() {
    Migrator migrator =
        new Migrator(
            lab.store,
            FlowCatalog.of(Lab.FLOW, in -> now),
            migrations,
            new Migrator.Who("lab", lab.clock));
    Map<String, Long> counts = new TreeMap<>();
    for (FlowHeader header : lab.store.find(FlowQuery.all())) {
      Outcome outcome = migrator.migrate(header.id());
      counts.merge(outcome.word(), 1L, Long::sum);
    }
    return counts;
  }

  @Test
  void s50APlanIsReadAsItWasPrinted() {
    for (int i = 0; i < 10; i++) {
      store(i);
    }
    PlanDocument plan = document(now, migrations);
    PlanDocument read = PlanDocument.parse(plan.text());
    assertThat(read).isEqualTo(plan).hasSameHashCodeAs(plan).hasToString(plan.toString());
    assertThat(read.text()).isEqualTo(plan.text());
    assertThat(PlanDocument.parse(plan.json().toString())).isEqualTo(plan);
    assertThat(read.query()).isEqualTo(FlowQuery.unfinished());
    read.requireStill(document(now, migrations));
  }

  @Test
  void s50AnUnknownFieldAndAMissingOneAreRefused() {
    store(0);
    String text = document(now, migrations).text();
    for (String field : List.of("\"store\"", "\"moves\"", "\"operation\"", "\"atoms\"")) {
      assertThatThrownBy(() -> PlanDocument.parse(text.replace(field, "\"hue\":\"\"," + field)))
          .isInstanceOf(StalePlanException.class)
          .hasMessageContaining(".hue is not a field of a plan");
    }
    assertThatThrownBy(() -> PlanDocument.parse(text.replace("\"verdict\"", "\"verdikt\"")))
        .hasMessageContaining(".verdikt is not a field of a plan")
        .hasMessageContaining("the document.plans[0].verdict is missing");
  }

  @Test
  void s50APlanThatWasEditedIsRefused() {
    store(0);
    String text = document(now, migrations).text();
    for (String[] edit :
        new String[][] {
          {"\"flows\" : 1", "\"flows\" : 2"},
          {"rename", "Rename"},
          {"version b", "version c"},
          {"sha256:", "sha256:0"}
        }) {
      String edited = text.replace(edit[0], edit[1]);
      if (!edited.equals(text)) {
        assertThatThrownBy(() -> PlanDocument.parse(edited))
            .isInstanceOf(StalePlanException.class)
            .hasMessageContaining("was changed after it was written");
      }
    }
  }

  @Test
  void s50APlanForOtherCodeOrOtherStepsIsRefused() {
    store(0);
    PlanDocument plan = document(now, migrations);
    assertThatThrownBy(() -> plan.requireStill(document(old, migrations)))
        .isInstanceOf(StalePlanException.class)
        .hasMessageContaining("the code changed since; the plan leads to ");
    assertThatThrownBy(() -> plan.requireStill(document(now, book("another reason"))))
        .hasMessageContaining("move 1 was 'step s1' and is 'step s1' now, with other content");
    assertThatThrownBy(() -> plan.requireStill(document(now, Lab.book(book -> {}))))
        .hasMessageContaining("move 1 was 'step s1' and is ");
  }

  @Test
  void s50AShapeThatCameSinceIsRefusedUnlessItNeedsNothing() {
    store(0);
    PlanDocument plan = document(now, migrations);
    store(0);
    store(1);
    lab.stamped(migrations.book(Lab.FLOW).heads()).given(now);
    plan.requireStill(document(now, migrations));
    lab.stamped(dev.portage.store.Stamp.NONE).given(Lab.linear(lab.task("a")));
    assertThatThrownBy(() -> plan.requireStill(document(now, migrations)))
        .isInstanceOf(StalePlanException.class)
        .hasMessageContaining("it is for 1 shape, the store now has 1 more: order ")
        .hasMessageContaining(", 1 flow");
  }

  private static Migrations dropping(OnDone onDone) {
    return Lab.book(
        book ->
            book.whenRemoved(
                    name -> name.equals("c"), removed -> List.of(Operations.drop(removed, onDone)))
                .step("s1", step -> step.version("b", "1.0", "2.0", out -> {})));
  }

  @Test
  void anAnswerOfARuleThatChangedSinceIsNotCarriedOut() {
    store(2);
    PlanDocument plan = document(now, dropping(OnDone.BLOCK));
    plan.requireStill(document(now, dropping(OnDone.BLOCK)));
    PlanDocument other = document(now, dropping(OnDone.AUTO));
    assertThatThrownBy(() -> plan.requireStill(other))
        .isInstanceOf(StalePlanException.class)
        .hasMessageContaining("with other content");
  }
}
