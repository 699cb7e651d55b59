package dev.portage.fleet;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A store of orders and a release that changes what their first task has left: a map that throws
 * where it finds {@code bad}.
 */
final class FleetLab {
  static final String FLOW = "order";
  static final Shape OLD = shape("1.0");
  static final Shape NEW = shape("2.0");
  static final Fleet FLEET =
      new Fleet(
          FlowCatalog.builder().shape(FLOW, "", NEW).build(),
          Migrations.of(
              FLOW,
              book ->
                  book.step(
                      "map",
                      step ->
                          step.version(
                              "a",
                              "1.0",
                              "2.0",
                              out -> {
                                if (out.path("x").asString().equals("bad")) {
                                  throw new IllegalStateException("bad value");
                                }
                                out.put("x", "mapped");
                              }))));

  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final Migrator.Who who = new Migrator.Who("lab", clock);
  final FlowStore store;

  FleetLab() {
    this.store = new MemoryFlowStore(clock);
  }

  private static Shape shape(String version) {
    return Shape.of(
        new ShapeGroup(
            FLOW,
            Pattern.LINEAR,
            List.of(
                new ShapeAtom(
                    AtomKind.TASK,
                    "a",
                    version,
                    ShapeAtom.slotSet(List.of()),
                    ShapeAtom.slotSet(List.of("x")),
                    ShapeAtom.Traits.UNKNOWN),
                ShapeAtom.of(AtomKind.TASK, "b", "1.0")),
            List.of()));
  }

  /** Time that passes only when it is spent, for the lab's clock too. */
  Timekeeper time() {
    return new Timekeeper() {
      private long now;

      @Override
      public synchronized long nanos() {
        return now;
      }

      @Override
      public synchronized void rest(long nanos) {
        now += nanos;
        clock.advance(Duration.ofNanos(nanos));
      }
    };
  }

  /** An order whose first task has left that. */
  FlowId order(String id, String left) {
    Output output = Output.of(List.of("x"), json("{\"x\":\"" + left + "\"}"));
    return put(
        store,
        id,
        AtomRecord.untouched(AtomName.of("a"), AtomKind.TASK)
            .in(AtomState.SUCCESS)
            .with(new Execution("1.0", output, null, 1, "key", Times.UNKNOWN)));
  }

  /** So many orders of which none is bad. */
  FleetLab orders(int count) {
    for (int i = 0; i < count; i++) {
      order(id(i), "good");
    }
    return this;
  }

  static String id(int number) {
    return String.format("order-%05d", number);
  }

  /** An order whose process died in the first task: nobody knows whether it is done. */
  FlowId inDoubt(String id) {
    return put(
        store,
        id,
        AtomRecord.untouched(AtomName.of("a"), AtomKind.TASK)
            .in(AtomState.RUNNING)
            .with(new Execution(null, null, null, 1, "key", Times.UNKNOWN)));
  }

  static FlowId put(FlowStore store, String id, AtomRecord... rows) {
    FlowHeader.Key key = new FlowHeader.Key(FlowId.of(id), FLOW, "");
    store
        .commit(
            new FlowWrite(
                key,
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(FlowState.SUSPENDED, json("{}"), null, OLD, null),
                List.of(rows),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    return key.id();
  }

  private static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Has a worker drive it for so long. */
  void drive(FlowId id, Duration most) {
    FlowHeader header = store.load(id).orElseThrow().header();
    LeaseChange.Claim claim =
        new LeaseChange.Claim("worker", clock.instant(), clock.instant().plus(most));
    if (store.claim(id, header.revision(), claim).isEmpty()) {
      throw new IllegalStateException(id + " is not free");
    }
  }

  FleetPlan plan() {
    return FLEET.plan(store, FlowQuery.unfinished());
  }

  FleetRun run(FleetOptions options) {
    return FLEET.run(store, who, plan(), options);
  }

  /** The ids of the orders that have the new shape. */
  Stream<String> migrated() {
    return store.find(FlowQuery.all().limit(Integer.MAX_VALUE)).stream()
        .filter(flow -> flow.shape().fingerprint().equals(NEW.fingerprint()))
        .map(flow -> flow.id().text());
  }
}
