package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
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
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long a forecast takes for flows of one shape of 20 tasks that are all in different
 * situations: census, situations, one plan, and the findings of each. Beside it a tenth of a
 * second, which is what somebody who waits for an answer does not notice.
 */
final class LintTime implements Benchmark {
  private static final int TASKS = 20;
  private static final int SITUATIONS = 1_000;
  private static final double LIMIT_MILLIS = 100;

  @Override
  public List<Figure> run(Size size) throws Exception {
    int situations = Math.min(SITUATIONS, size.tasks());
    try (FlowStore store = new MemoryFlowStore(InstantSource.system())) {
      for (int i = 0; i < situations; i++) {
        store.commit(creation(i)).join();
      }
      Forecasts forecasts =
          new Forecasts(store, FlowCatalog.of("steps", in -> changed()), migrations());
      Map<String, Samples> took =
          new Rounds()
              .add("forecast", () -> Rounds.time(() -> forecast(forecasts, situations)))
              .run(size.rounds());
      return List.of(
          Figure.of(
              "forecast of " + situations + " situations of a shape of " + TASKS + " tasks",
              Amount.of("forecast", took.getOrDefault("forecast", new Samples(0)), 1e6, "ms"),
              new Amount("limit", LIMIT_MILLIS, "ms", 0),
              Bar.atMost(1)));
    }
  }

  private static void forecast(Forecasts forecasts, int situations) {
    List<Forecast> made = forecasts.forecast(FlowQuery.unfinished());
    if (made.size() != 1 || made.get(0).situations().size() != situations) {
      throw new IllegalStateException("expected " + situations + " situations, found " + made);
    }
  }

  /** A flow in which those tasks are done whose bits are set in its number. */
  private static FlowWrite creation(int number) {
    List<AtomRecord> rows = new ArrayList<>();
    List<String> names = Flows.names(TASKS);
    for (int bit = 0; bit < TASKS; bit++) {
      if ((number >> bit & 1) == 1) {
        rows.add(
            AtomRecord.untouched(AtomName.of(names.get(bit)), AtomKind.TASK).in(AtomState.SUCCESS));
      }
    }
    Shape shape = Shape.of(Flows.linear(TASKS, in -> {}));
    return new FlowWrite(
        new FlowHeader.Key(FlowId.of("flow-" + number), "steps", ""),
        FlowWrite.Expected.ABSENT,
        new FlowWrite.Head(FlowState.SUSPENDED, Payload.EMPTY, null, shape, null),
        rows,
        List.of(),
        LeaseChange.keep(),
        null);
  }

  /** The same flow later: one task has another name, one is gone, one is new. */
  private static Flow changed() {
    Flow.Builder flow = Flow.linear("steps");
    List<String> names = Flows.names(TASKS);
    for (int i = 0; i < TASKS; i++) {
      if (i != 2) {
        flow.add(Task.named(i == 1 ? "renamed" : names.get(i)).run(in -> {}));
      }
    }
    return flow.add(Task.named("new").run(in -> {})).build();
  }

  private static Migrations migrations() {
    String old = Flows.names(TASKS).get(1);
    return Migrations.of("steps", book -> book.step("rename", step -> step.rename(old, "renamed")));
  }
}
