package dev.portage.jdbc;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowResult;
import dev.portage.engine.ResumeReport;
import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that takes over what others have left, and submits flows of transactional tasks until
 * it is killed. The tasks look at nothing before they add their row.
 */
final class BookingChild {
  private static final Duration LEASE = Duration.ofMillis(300);
  private static final int AT_ONCE = 6;
  private static final int LONGEST_NANOS = 2_000_000;

  private final FlowStore store;
  private final Engine engine;

  private BookingChild(String url) {
    this.store = FlowStores.open(url);
    this.engine =
        Engine.open(
            store,
            FlowCatalog.of("f", in -> flow()),
            EngineOptions.defaults().withParallelism(3).withWorkers(6).withLeaseDuration(LEASE));
  }

  private static Flow flow() {
    return Flow.linear("f")
        .add(book("a"))
        .add(Flow.unordered("wide").add(book("b")).add(book("c")).add(idle("x")).build())
        .add(idle("y"))
        .add(book("d"))
        .build();
  }

  private static Task book(String name) {
    return Task.named(name)
        .execute(
            JdbcBody.run(
                (in, connection) -> {
                  idle();
                  Bookings.add(connection, in.context());
                  idle();
                }));
  }

  private static Task idle(String name) {
    return Task.named(name).run(in -> idle());
  }

  private static void idle() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_NANOS));
  }

  /** Takes the URL of the store, the number of the first flow, and whether to submit any. */
  public static void main(String[] arguments) throws Exception {
    BookingChild child = new BookingChild(arguments[0]);
    if (arguments[2].equals("finish")) {
      child.finish();
      child.engine.close();
      child.store.close();
      return;
    }
    Thread taking = new Thread(child::takeOver);
    taking.setDaemon(true);
    taking.start();
    child.submit(Integer.parseInt(arguments[1]));
  }

  private void takeOver() {
    try {
      while (true) {
        ResumeReport unused = engine.resumeAll();
        LockSupport.parkNanos(LEASE.toNanos() / 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(int first) throws InterruptedException {
    Semaphore places = new Semaphore(AT_ONCE);
    for (int each = first; ; each++) {
      places.acquire();
      FlowHandle handle = engine.submit("f", FlowId.of("flow-" + each), in -> {});
      if (each == first) {
        System.out.println("at work");
        System.out.flush();
      }
      CompletableFuture<FlowResult> unused =
          handle.future().whenComplete((result, lost) -> places.release());
    }
  }

  private void finish() throws InterruptedException {
    while (!store.find(FlowQuery.unfinished().limit(1)).isEmpty()) {
      ResumeReport report = engine.resumeAll();
      if (report.awaitAll(Duration.ofSeconds(30)).isEmpty()) {
        throw new IllegalStateException("flows that do not end");
      }
      LockSupport.parkNanos(LEASE.toNanos() / 2);
    }
  }
}
