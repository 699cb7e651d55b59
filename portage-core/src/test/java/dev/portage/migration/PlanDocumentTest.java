package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.FlowCatalog;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A plan that is written down says all that it is, and is nothing else when it is read. */
class PlanDocumentTest {
  private final FlowStore store = new MemoryFlowStore(InstantSource.system());

  private static Flow flow(String... tasks) {
    Flow.Builder flow = Flow.linear("order");
    for (String task : tasks) {
      flow.add(Task.named(task).run(in -> {}).revert(in -> {}));
    }
    return flow.build();
  }

  private void given(String id, Flow flow, String... done) {
    List<AtomRecord> rows =
        List.of(done).stream()
            .map(AtomName::of)
            .map(name -> AtomRecord.untouched(name, AtomKind.TASK).in(AtomState.SUCCESS))
            .toList();
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(FlowId.of(id), "order", ""),
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(FlowState.SUSPENDED, Payload.EMPTY, null, Shape.of(flow), null),
                rows,
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }

  private PlanDocument plan(Flow now, Consumer<BookBuilder> book) {
    Forecasts forecasts =
        new Forecasts(store, FlowCatalog.of("order", in -> now), Migrations.of("order", book));
    PlanDocument.Head head =
        new PlanDocument.Head("memory", FlowQuery.unfinished(), 0, Json.mapper().createArrayNode());
    return PlanDocument.of(head, forecasts.forecast(FlowQuery.unfinished()));
  }

  private static void renamed(BookBuilder book) {
    book.step("r", step -> step.because("a better name").rename("b", "c").drop("d"));
  }

  @Test
  void itIsTheSameWhenItIsReadAgain() {
    given("1", flow("a", "b", "d"), "a");
    given("2", flow("a", "b", "d"), "a", "b", "d");
    PlanDocument plan = plan(flow("a", "c"), PlanDocumentTest::renamed);
    PlanDocument read = PlanDocument.parse(plan.text());
    assertThat(read).isEqualTo(plan).hasSameHashCodeAs(plan);
    assertThat(read.text()).isEqualTo(plan.text());
    read.requireStill(plan(flow("a", "c"), PlanDocumentTest::renamed));
  }

  @Test
  void itSaysWhoIsMigratedByWhatAndWhoIsNot() {
    given("1", flow("a", "b", "d"), "a");
    given("2", flow("a", "b", "d"), "a", "b", "d");
    JsonNode plan = plan(flow("a", "c"), PlanDocumentTest::renamed).json().path("plans").path(0);
    JsonNode move = plan.path("moves").path(0);
    assertThat(move.path("because").asString()).isEqualTo("a better name");
    assertThat(move.path("operations").size()).isEqualTo(2);
    assertThat(move.path("operations").path(0).toString()).contains("rename", "b", "c");
    assertThat(plan.toString()).contains("LEAK01", ".drop(", "\"2\"").contains("\"1\"");
    assertThat(plan.toString()).doesNotContain("\"3\"");
  }

  @Test
  void anotherPlanIsAnotherDocument() {
    given("1", flow("a", "b", "d"), "a");
    PlanDocument plan = plan(flow("a", "c"), PlanDocumentTest::renamed);
    PlanDocument other =
        plan(flow("a", "c"), book -> book.step("r", s -> s.rename("b", "c").drop("d").reset("a")));
    assertThat(plan).isNotEqualTo(other).isNotEqualTo(null).isNotEqualTo("a plan");
    assertThatThrownBy(() -> plan.requireStill(other)).hasMessageContaining("step r");
  }

  @Test
  void whatWasEditedIsRefused() {
    given("1", flow("a", "b", "d"), "a");
    String text = plan(flow("a", "c"), PlanDocumentTest::renamed).text();
    assertThatThrownBy(() -> PlanDocument.parse(text.replace("a better name", "a worse name")))
        .hasMessageContaining("changed after it was written");
    assertThatThrownBy(() -> PlanDocument.parse(text.replaceFirst("\\{", "{\"colour\": 1, ")))
        .hasMessageContaining("colour");
    assertThatThrownBy(() -> PlanDocument.parse("[]")).isInstanceOf(RuntimeException.class);
  }

  @Test
  void aShapeThatCameSinceIsNotCovered() {
    given("1", flow("a", "b", "d"), "a");
    PlanDocument plan = plan(flow("a", "c"), PlanDocumentTest::renamed);
    given("2", flow("a", "b"), "a");
    PlanDocument now = plan(flow("a", "c"), book -> book.step("r", s -> s.rename("b", "c")));
    assertThatThrownBy(() -> plan.requireStill(now)).hasMessageContaining("1 more");
  }
}
