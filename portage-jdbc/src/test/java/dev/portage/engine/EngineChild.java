package dev.portage.engine;

import dev.portage.model.TaskContext;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that takes over what others have left, and submits flows until it is killed. They are
 * random flows whose reverts do not fail; the input is the seed.
 */
final class EngineChild implements RandomCode.Bodies {
  private static final Duration LEASE = Duration.ofMillis(Long.getLong("portage.child.lease", 100));

  private static final int AT_ONCE = 12;

  /** How many nanoseconds bodies take at most. */
  private static final int LONGEST = Integer.getInteger("portage.child.longest", 1) * 1_000_000;

  private final FlowStore store;
  private final Engine engine;
  private final WitnessFile witness;
  private volatile boolean over;

  private EngineChild(FlowStore behind, WitnessFile witness, int parallelism) {
    EngineOptions options = EngineOptions.defaults();
    this.store = new WitnessedWrites(behind, witness, options.owner());
    this.witness = witness;
    this.engine =
        Engine.open(
            store,
            FlowCatalog.of(
                "random",
                in ->
                    RandomCode.of(RandomFlow.revertible(in.get(RandomCode.SEED)), "random", this)),
            options
                .withParallelism(parallelism)
                .withWorkers(8)
                .withLeaseDuration(LEASE)
                .withListener(witness));
  }

  /** Takes the URL of the store, the witness's file, a seed, what to do, and the parallelism. */
  public static void main(String[] arguments) throws Exception {
    EngineChild child =
        new EngineChild(
            FlowStores.open(arguments[0]),
            new WitnessFile(Path.of(arguments[1])),
            Integer.parseInt(arguments[4]));
    if (arguments[3].equals("finish")) {
      child.finish();
      child.engine.close();
      child.store.close();
      return;
    }
    if (arguments[3].equals("fight")) {
      child.fight(Long.parseLong(arguments[2]));
      return;
    }
    child.start(child::takeOver);
    child.submit(Long.parseLong(arguments[2]));
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void finish() throws InterruptedException {
    while (!store.find(FlowQuery.unfinished().limit(1)).isEmpty()) {
      ResumeReport report = engine.resumeAll();
      if (!report.refused().isEmpty() || !report.unreadable().isEmpty()) {
        throw new IllegalStateException(report.toString());
      }
      if (report.awaitAll(Duration.ofSeconds(30)).isEmpty()) {
        throw new IllegalStateException("flows that do not end");
      }
      LockSupport.parkNanos(LEASE.toNanos() / 2);
    }
  }

  /** Submits flows until its input ends, and takes over whatever is free until nothing is left. */
  private void fight(long seed) throws InterruptedException {
    start(this::awaitEndOfInput);
    start(this::takeOver);
    submit(seed);
    while (isAnythingLeft()) {
      resumeAll();
      LockSupport.parkNanos(LEASE.toNanos() / 2);
    }
    engine.close();
    store.close();
  }

  private boolean isAnythingLeft() {
    try {
      return !store.find(FlowQuery.unfinished().limit(1)).isEmpty();
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  private void resumeAll() throws InterruptedException {
    try {
      ResumeReport unused = engine.resumeAll();
    } catch (StoreUnavailableException e) {
      // whoever stands still in a transaction keeps others waiting for long: later, then
    }
  }

  private void awaitEndOfInput() {
    try {
      over = System.in.read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeOver() {
    try {
      while (!over) {
        resumeAll();
        LockSupport.parkNanos(LEASE.toNanos() / 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(long seed) throws InterruptedException {
    Semaphore places = new Semaphore(AT_ONCE);
    boolean atWork = false;
    for (long each = seed; !over; each++) {
      places.acquire();
      FlowHandle handle = submitted(each);
      if (handle == null) {
        places.release();
        continue;
      }
      witness.submitted(handle.id().text());
      if (!atWork) {
        atWork = true;
        System.out.println("at work");
        System.out.flush();
      }
      CompletableFuture<FlowResult> unused =
          handle.future().whenComplete((result, lost) -> places.release());
    }
  }

  /** Null if nobody can know whether the flow is stored; if it is, it is taken over like others. */
  private @Nullable FlowHandle submitted(long input) {
    try {
      return engine.submit(
          "random", FlowId.of("flow-" + input), in -> RandomCode.submit(input, in));
    } catch (StoreUnavailableException e) {
      return null;
    } catch (FlowExistsException e) {
      if (e.getSuppressed().length == 0) {
        throw e;
      }
      return null; // it was stored after all, and somebody else has gone on with it since
    }
  }

  @Override
  public void enter(String body, TaskContext context) {
    witness.begins(body, context);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST));
  }

  @Override
  public void leave(String body, TaskContext context) {
    // what a body did outside was seen when it began
  }
}
