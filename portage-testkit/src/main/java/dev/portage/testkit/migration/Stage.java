package dev.portage.testkit.migration;

import dev.portage.engine.AtomTransition;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowListener;
import dev.portage.engine.FlowResult;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.store.FlowDocument;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.testkit.migration.SimulatedRun.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store in memory, today's books, and an engine with the simulation of today's flow. */
final class Stage implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ACTOR = "contract";

  private final ManualClock clock = ManualClock.at("2026-03-02T12:00:00Z");
  private final FlowStore store;
  private final Scene scene;
  private final FlowCatalog catalog;
  private final EngineOptions options;
  private @Nullable Engine engine;
  private final Map<String, SimulatedRun> runs = new ConcurrentHashMap<>();
  private final AtomicInteger put = new AtomicInteger();

  /** Whose bodies run. */
  enum Bodies {
    /** Those that only note that they ran. */
    SIMULATED,
    /** Those of the application. */
    REAL
  }

  Stage(Trial trial) {
    this(trial, store -> store);
  }

  /** With something in front of the store. */
  Stage(Trial trial, UnaryOperator<FlowStore> front) {
    this(trial.scene(), front, Bodies.SIMULATED);
  }

  Stage(Scene scene) {
    this(scene, Bodies.SIMULATED);
  }

  Stage(Scene scene, Bodies bodies) {
    this(scene, store -> store, bodies);
  }

  private Stage(Scene scene, UnaryOperator<FlowStore> front, Bodies bodies) {
    this.scene = scene;
    this.store = front.apply(new MemoryFlowStore(clock));
    Flow real = scene.target().flow();
    Flow flow = bodies == Bodies.REAL ? real : SimulatedFlow.of(real, scene.samples(), this::runOf);
    String variant = scene.target().variant();
    this.catalog = FlowCatalog.builder().flow(scene.flow(), in -> variant, in -> flow).build();
    EngineOptions usual =
        EngineOptions.defaults()
            .withParallelism(1)
            .withWorkers(2)
            .withClock(clock)
            .withAdmission(new MigratingAdmission(scene.migrations(), clock, ACTOR));
    this.options = bodies == Bodies.REAL ? usual.withListener(new Ear()) : usual;
  }

  /** Notes what the bodies of the application do. */
  private final class Ear implements FlowListener {
    @Override
    public void onAtom(AtomTransition transition) {
      AtomState to = transition.to();
      boolean reverts = to == AtomState.REVERTING;
      if (reverts || to == AtomState.RUNNING) {
        runOf(transition.flow().id().text())
            .begins(reverts ? Kind.REVERT : Kind.EXECUTE, transition.atom().toString());
      }
    }
  }

  private SimulatedRun runOf(String flow) {
    return runs.computeIfAbsent(flow, id -> SimulatedRun.clean());
  }

  FlowStore store() {
    return store;
  }

  /** Opened when a flow is to run: many are only migrated. */
  private synchronized Engine engine() {
    Engine open = engine;
    if (open == null) {
      open = Engine.open(store, catalog, options);
      engine = open;
    }
    return open;
  }

  /** How many flows were put into it. */
  int size() {
    return put.get();
  }

  /** Stores a flow with these rows, which nobody drives. */
  FlowId put(FlowRecord record) {
    FlowId id = FlowId.of("sample-" + put.incrementAndGet());
    store.commit(FlowDocument.of(called(id, record)).birth()).join();
    return id;
  }

  static FlowRecord called(FlowId id, FlowRecord record) {
    FlowHeader was = record.header();
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(id, was.flow(), was.key().variant()),
            was.inputs(),
            was.meta(),
            was.state(),
            was.shape(),
            was.revision(),
            was.lease(),
            was.times());
    return new FlowRecord(header, record.shape(), record.touched());
  }

  Outcome migrate(FlowId id) {
    return migrator(store).migrate(id);
  }

  /** One of its own, over that store. */
  Migrator migrator(FlowStore over) {
    return new Migrator(over, catalog, scene.migrations(), new Migrator.Who(ACTOR, clock));
  }

  UndoOutcome undo(FlowId id) {
    return new Undo(store, scene.migrations(), new Migrator.Who(ACTOR, clock)).undo(id);
  }

  /** Takes the flow up and lets it go to its end. */
  FlowResult run(FlowId id, SimulatedRun run) throws InterruptedException {
    runs.put(id.text(), run);
    FlowHandle handle = engine().resume(id);
    for (Duration waited = Duration.ZERO; ; waited = waited.plus(GLANCE)) {
      Optional<FlowResult> result = handle.await(GLANCE);
      if (result.isPresent() && !run.isEndless()) {
        return result.get();
      }
      if (run.isEndless() || waited.compareTo(PATIENCE) > 0) {
        handle.suspend();
        throw new AssertionError(
            run.isEndless()
                ? "it does not end: something is tried over and over"
                : "it does not end within " + PATIENCE.toSeconds() + " s");
      }
    }
  }

  FlowRecord stored(FlowId id) {
    return store.load(id).orElseThrow();
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
    store.close();
  }
}
