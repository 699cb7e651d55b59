package dev.portage.benchmarks;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Linear flows in a SQLite file of their own, each with the first half of its tasks done: every
 * task takes the slot of the one before it and provides one. The body of the next task waits until
 * it is let through, so that a resumed flow stands still.
 */
final class HalfDone implements AutoCloseable {
  static final String FLOW = "chain";

  private final Path directory;
  private final FlowStore store;
  private final List<String> names;
  private final Semaphore gate = new Semaphore(0);
  private final Semaphore arrived = new Semaphore(0);

  private HalfDone(Path directory, int tasks) {
    this.directory = directory;
    this.names = Flows.names(tasks);
    this.store = FlowStores.open(url());
  }

  static HalfDone create(int tasks, int flows) throws IOException {
    HalfDone made = new HalfDone(Files.createTempDirectory("portage-benchmark"), tasks);
    for (int i = 0; i < flows; i++) {
      made.write(id(i));
    }
    return made;
  }

  static FlowId id(int number) {
    return FlowId.of("half-done-" + number);
  }

  String url() {
    return "jdbc:sqlite:" + directory.resolve("flows.db");
  }

  FlowStore store() {
    return store;
  }

  FlowCatalog catalog() {
    return FlowCatalog.of(FLOW, this::flow);
  }

  private Flow flow(Inputs inputs) {
    Flow.Builder flow = Flow.linear(FLOW);
    Slot<?> last = null;
    for (String name : names) {
      Slot<Integer> own = Slot.of("of-" + name, Integer.class);
      Task task = Task.named(name).provides(own).execute(in -> pass());
      flow.add(last == null ? task : task.requires(last));
      last = own;
    }
    return flow.build();
  }

  private Integer pass() throws InterruptedException {
    arrived.release();
    gate.acquire();
    return 1;
  }

  /** An engine on this store. */
  Engine engine(EngineOptions options) {
    return Engine.open(store, catalog(), options);
  }

  /** Waits until the next task of a resumed flow runs: nothing moves any more. */
  void awaitStandstill() {
    arrived.acquireUninterruptibly();
  }

  /** Suspends every flow that stands still: its task ends, and none is begun behind it. */
  void suspend(List<FlowHandle> all) throws InterruptedException {
    all.forEach(FlowHandle::suspend);
    gate.release(all.size());
    for (FlowHandle handle : all) {
      handle.await();
    }
  }

  private void write(FlowId id) {
    Shape shape = Shape.of(flow(new NoInputs()));
    FlowHeader.Key key = new FlowHeader.Key(id, FLOW, "");
    FlowWrite write =
        new FlowWrite(
            key,
            FlowWrite.Expected.ABSENT,
            new FlowWrite.Head(FlowState.SUSPENDED, Payload.EMPTY, null, shape, Stamp.NONE),
            rows(id),
            List.of(),
            LeaseChange.keep(),
            null);
    store.commit(write).join();
  }

  private List<AtomRecord> rows(FlowId id) {
    Instant now = Instant.now();
    List<AtomRecord> rows = new ArrayList<>();
    for (String name : names.subList(0, names.size() / 2)) {
      Output output = Output.of(Json.mapper().createObjectNode().put("of-" + name, 1));
      rows.add(
          AtomRecord.untouched(AtomName.of(name), AtomKind.TASK)
              .in(AtomState.SUCCESS)
              .with(
                  new Execution(
                      "1.0", output, null, 1, id + "/" + name + "/1", new Times(now, now))));
    }
    return rows;
  }

  @Override
  public void close() {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(HalfDone::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a factory that asks for nothing. */
  private static final class NoInputs implements Inputs {
    @Override
    public <T> T get(Slot<T> slot) {
      throw new IllegalStateException("this flow has no inputs");
    }

    @Override
    public boolean has(Slot<?> slot) {
      return false;
    }
  }
}
