package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Plan.Ready;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large flows: what is done for each task must not be done for each pair of tasks. */
@Timeout(60)
class PlanningCostTest {
  private static final int MANY = 5_000;
  private static final MigrationBook EMPTY = MigrationBook.of(b -> {});

  /** Far less than what copying and comparing every atom at every answer took. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void thousandsOfNewTasksBehindTheFlowArePlannedAtOnce() {
    Flow old = linear(1, i -> "first");
    Flow now = linear(MANY + 1, i -> i == 0 ? "first" : "new-" + i);
    Examination examined = examineSoon(record(old, "first"), now);

    assertThat(examined.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(((Ready) examined.plan()).moves()).hasSize(1);
    assertThat(((Ready) examined.plan()).moves().get(0).operations()).hasSize(MANY);
  }

  @Test
  void thousandsOfNewTasksBeforeTheFlowAreEachFound() {
    Flow old = linear(10, i -> "old-" + i);
    Flow now = linear(MANY + 10, i -> i < MANY ? "new-" + i : "old-" + (i - MANY));
    String[] done = IntStream.range(0, 10).mapToObj(i -> "old-" + i).toArray(String[]::new);
    Examination examined = examineSoon(record(old, done), now);

    assertThat(examined.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(examined.findings())
        .filteredOn(f -> f.code() == FindingCode.LATE01)
        .hasSize(MANY)
        .allMatch(f -> f.sentence().contains("old-0, old-1, old-2, old-3, old-4 and more"));
  }

  @Test
  void thousandsOfTasksThatAreGoneOrRenamedArePlannedAtOnce() {
    Flow old = linear(MANY, i -> (i < MANY / 2 ? "old-" : "past-") + i);
    Task[] tasks =
        IntStream.range(0, MANY / 2)
            .mapToObj(i -> task("new-" + i).formerly("old-" + i))
            .toArray(Task[]::new);
    Examination examined = examineSoon(record(old, "old-0"), linear(tasks));

    assertThat(examined.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(examined.rewritten().rows()).containsOnlyKeys(AtomName.of("new-0"));
  }

  @Test
  void aWideJoinIsLookedThroughOnce() {
    IntFunction<Flow> wide =
        side -> {
          Flow.Builder flow = Flow.unordered("side-" + side);
          IntStream.range(0, MANY).forEach(i -> flow.add(task(side + "-" + i)));
          return flow.build();
        };
    Flow old = Flow.linear("many").add(wide.apply(1)).add(wide.apply(2)).build();
    Flow now = Flow.linear("many").add(wide.apply(2)).add(wide.apply(1)).build();
    String[] done = IntStream.range(0, MANY).mapToObj(i -> "1-" + i).toArray(String[]::new);
    Examination examined = examineSoon(record(old, done), now);

    assertThat(examined.findings()).hasSize(MANY);
    assertThat(examined.findings()).allMatch(f -> f.code() == FindingCode.LATE02);
  }

  private static Examination examineSoon(FlowRecord stored, Flow now) {
    Target target =
        FlowCatalog.of("many", in -> now).target("many", stored.header().inputs()).orElseThrow();
    Examination examined = Examination.of(stored, target, EMPTY, Values.REAL); // and warms up
    long began = System.nanoTime();
    Examination.of(stored, target, EMPTY, Values.REAL);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    return examined;
  }

  private static Task task(String name) {
    return Task.named(name).execute(in -> null);
  }

  private static Flow linear(int size, IntFunction<String> name) {
    return linear(IntStream.range(0, size).mapToObj(i -> task(name.apply(i))).toArray(Task[]::new));
  }

  private static Flow linear(Task... tasks) {
    Flow.Builder flow = Flow.linear("many");
    List.of(tasks).forEach(flow::add);
    return flow.build();
  }

  private static FlowRecord record(Flow flow, String... done) {
    Shape shape = Shape.of(flow);
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(FlowId.of("large"), "many", ""),
            Payload.EMPTY,
            Payload.EMPTY,
            FlowState.SUSPENDED,
            ShapeRef.of(shape, Stamp.NONE),
            1,
            Lease.NONE,
            Times.UNKNOWN);
    List<AtomRecord> rows = new ArrayList<>();
    for (String name : done) {
      rows.add(
          AtomRecord.untouched(AtomName.of(name), AtomKind.TASK)
              .in(AtomState.SUCCESS)
              .with(
                  new Execution(
                      "1.0", Output.of(List.of(), Payload.EMPTY), null, 1, "key", Times.UNKNOWN)));
    }
    return FlowRecord.of(header, shape, rows);
  }
}
