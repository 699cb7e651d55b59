package dev.portage.jdbc.crash;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.ResumeReport;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** A process that takes over what others have left, and submits flows until it is killed. */
final class EngineChild {
  static final Slot<Long> SEED = Slot.of("seed", Long.class);
  private static final Duration LEASE = Duration.ofMillis(100);
  private static final int AT_ONCE = 12;

  /** How many flows each of two that fight submits, and how much longer their tasks take. */
  static final int FIGHT = 50;

  private static final int SLOW = 60;

  private final FlowStore store;
  private final Engine engine;
  private final Witness witness;
  private volatile int scale = 1;

  private EngineChild(FlowStore store, Witness witness) {
    this.store = store;
    this.witness = witness;
    this.engine =
        Engine.open(
            store,
            FlowCatalog.of("random", this::flow),
            EngineOptions.defaults()
                .withParallelism(3)
                .withWorkers(8)
                .withLeaseDuration(LEASE)
                .withListener(witness));
  }

  /** Takes the URL of the store, the witness's file, a seed, and what to do. */
  public static void main(String[] arguments) throws Exception {
    EngineChild child =
        new EngineChild(FlowStores.open(arguments[0]), new Witness(Path.of(arguments[1])));
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
    Thread other = new Thread(() -> child.takeOver());
    other.setDaemon(true);
    other.start();
    child.submit(Long.parseLong(arguments[2]));
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

  /** Submits flows and takes over whatever is free, until nothing is left for anybody. */
  private void fight(long seed) throws InterruptedException {
    scale = SLOW;
    for (long each = seed; each < seed + FIGHT; each++) {
      long input = each;
      engine.submit("random", FlowId.of("flow-" + each), in -> in.put(SEED, input));
    }
    System.out.println("at work");
    System.out.flush();
    while (!store.find(FlowQuery.unfinished().limit(1)).isEmpty()) {
      ResumeReport unused = engine.resumeAll();
      LockSupport.parkNanos(LEASE.toNanos() / 2);
    }
    engine.close();
    store.close();
  }

  private void takeOver() {
    try {
      while (true) {
        engine.resumeAll();
        LockSupport.parkNanos(LEASE.toNanos() / 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(long seed) throws InterruptedException {
    Semaphore places = new Semaphore(AT_ONCE);
    for (long each = seed; ; each++) {
      places.acquire();
      long input = each;
      FlowHandle handle =
          engine.submit("random", FlowId.of("flow-" + each), in -> in.put(SEED, input));
      witness.submitted(handle.id().text());
      if (each == seed) {
        System.out.println("at work");
        System.out.flush();
      }
      CompletableFuture<Void> unused = handle.future().thenRun(places::release);
    }
  }

  private Flow flow(Inputs in) {
    Random random = new Random(in.get(SEED));
    Flow.Builder flow =
        switch (random.nextInt(3)) {
          case 0 -> Flow.linear("random");
          case 1 -> Flow.unordered("random");
          default -> Flow.graph("random");
        };
    int tasks = 3 + random.nextInt(5);
    int failing = random.nextInt(6) == 0 ? random.nextInt(tasks) : -1;
    for (int i = 0; i < tasks; i++) {
      flow.add(task("t" + i, i == failing, random.nextInt(1_000_000)));
    }
    return flow.build();
  }

  private Task task(String name, boolean fails, int nanos) {
    Slot<String> key = Slot.of("key-of-" + name, String.class);
    return Task.named(name)
        .provides(key)
        .execute(
            in -> {
              witness.begins(Witness.Event.EXECUTES, in.context());
              LockSupport.parkNanos((long) nanos * scale);
              if (fails) {
                throw new IllegalStateException(name + " fails");
              }
              return in.context().idempotencyKey();
            })
        .revert(in -> witness.begins(Witness.Event.REVERTS, in.context()));
  }
}
