package dev.portage.migration.frontier;

import dev.portage.engine.Admission;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowResult;
import dev.portage.engine.Target;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.model.Flow;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.RecordJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store, and an engine with the code of one release. Flows are put into it as they are found. */
final class Stage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final InstantSource CLOCK = InstantSource.system();

  final MemoryFlowStore store = new MemoryFlowStore();
  private final FlowCatalog catalog;
  private final Engine engine;
  private final Map<String, FrontierRun> runs = new ConcurrentHashMap<>();
  private final Map<String, Migrations> books = new ConcurrentHashMap<>();
  private final Map<Migrations, Admission> admissions = new ConcurrentHashMap<>();
  private final AtomicInteger born = new AtomicInteger();
  private final AtomicInteger resumed = new AtomicInteger();

  Stage(Group code, int parallelism) {
    Flow flow = SketchCode.of(code, FrontierRun.bodies(this::run));
    this.catalog = FlowCatalog.of(SketchCode.FLOW, in -> flow);
    this.engine =
        Engine.open(
            store,
            catalog,
            EngineOptions.defaults()
                .withParallelism(parallelism)
                .withAdmission(new ByFlow())
                .withClock(CLOCK));
  }

  private FrontierRun run(String id) {
    return Objects.requireNonNull(runs.get(id), id);
  }

  /** Admits each flow by its own book. */
  private final class ByFlow implements Admission {
    @Override
    public Admitted admit(FlowRecord stored, Target target) {
      Migrations book = books.getOrDefault(stored.id().text(), Migrations.none());
      return admissions
          .computeIfAbsent(book, b -> new MigratingAdmission(b, CLOCK, "frontier"))
          .admit(stored, target);
    }
  }

  FlowId nextId() {
    return FlowId.of("flow-" + born.incrementAndGet());
  }

  Engine engine() {
    return engine;
  }

  void play(FlowId id, FrontierRun run) {
    runs.put(id.text(), run);
  }

  /** Stores a flow with these rows, which nobody drives. */
  FlowId put(FlowRecord found) {
    FlowId id = nextId();
    FlowHeader header = found.header();
    FlowWrite.Head head =
        new FlowWrite.Head(
            header.state(), header.inputs(), null, found.shape(), header.shape().stamp());
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(id, SketchCode.FLOW, ""),
                FlowWrite.Expected.ABSENT,
                head,
                List.copyOf(found.touched().values()),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    return id;
  }

  Outcome migrate(FlowId id, Migrations book) {
    return new Migrator(store, catalog, book, new Migrator.Who("frontier", CLOCK)).migrate(id);
  }

  /** Takes the flow up and lets it go its way. */
  FlowHandle resume(FlowId id, Migrations book, FrontierRun run) {
    play(id, run);
    books.put(id.text(), book);
    resumed.incrementAndGet();
    return engine.resume(id);
  }

  static FlowResult end(FlowHandle handle) throws InterruptedException {
    return handle
        .await(PATIENCE)
        .orElseThrow(() -> new AssertionError("flow " + handle.id() + " does not end"));
  }

  int resumed() {
    return resumed.get();
  }

  FlowRecord stored(FlowId id) {
    return store.load(id).orElseThrow();
  }

  /** All that is stored of a flow, as text. */
  String image(FlowId id) {
    return image(stored(id)) + store.journal(id).size();
  }

  static String image(FlowRecord record) {
    return RecordJson.write(record) + record.header().lease().toString();
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
