package dev.portage.jdbc;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.ResumeOptions;
import dev.portage.engine.ResumeReport;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of one release: it submits flows, leaves every third for whoever looks for work, and
 * looks for work itself, until its input ends.
 */
final class ReleaseChild {
  static final String FLOW = "order";
  static final Duration LEASE = Duration.ofSeconds(2);

  private static final int AT_ONCE = 12;
  private static final int LONGEST = 60_000_000;
  private static final int PAUSE = 20_000_000;

  private final FlowStore store;
  private final Path witness;
  private final String owner;
  private final Engine engine;
  private volatile boolean stopped;

  private ReleaseChild(String url, Path witness, String owner) {
    this.store = FlowStores.open(url);
    this.witness = witness;
    this.owner = owner;
    EngineOptions options =
        EngineOptions.defaults().withOwner(owner).withLeaseDuration(LEASE).withWorkers(8);
    Migrations migrations = Migrations.of(FLOW, book -> {});
    this.engine =
        Engine.open(
            store,
            FlowCatalog.of(FLOW, in -> flow(owner.startsWith("v2"))),
            options.withAdmission(new MigratingAdmission(migrations, options.clock(), owner)));
  }

  /** Takes the URL of the store, the witness's file, its name, and what to do. */
  public static void main(String[] arguments) throws Exception {
    ReleaseChild child = new ReleaseChild(arguments[0], Path.of(arguments[1]), arguments[2]);
    if (arguments[3].equals("finish")) {
      child.finish();
    } else {
      child.work();
    }
    child.engine.close();
    child.store.close();
  }

  private Flow flow(boolean isNew) {
    Flow.Builder flow = Flow.linear(FLOW).add(task("reserve")).add(task("charge"));
    flow.add(task("ship"));
    return isNew ? flow.add(task("notify")).build() : flow.build();
  }

  private Task task(String name) {
    return Task.named(name)
        .run(
            in -> {
              note(in.context().flowId() + " " + name + " " + owner + "\n");
              LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST));
            });
  }

  private void note(String line) {
    try {
      Files.writeString(
          witness,
          line,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work() throws IOException, InterruptedException {
    Thread submits = new Thread(this::submit);
    Thread looks = new Thread(this::look);
    submits.start();
    looks.start();
    int end = System.in.read();
    while (end >= 0) {
      end = System.in.read();
    }
    stopped = true;
    submits.join();
    looks.join();
  }

  private void submit() {
    Semaphore places = new Semaphore(AT_ONCE);
    try {
      for (int number = 0; !stopped; number++) {
        FlowId id = FlowId.of(owner + "-" + number);
        if (number % 3 == 2) {
          FlowId unused = engine.enqueue(FLOW, id, in -> {});
        } else if (places.tryAcquire(1, TimeUnit.SECONDS)) {
          FlowHandle handle = engine.submit(FLOW, id, in -> {});
          CompletableFuture<Void> unused = handle.future().thenRun(places::release);
        }
        if (number == 0) {
          System.out.println("at work");
          System.out.flush();
        }
        LockSupport.parkNanos(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      while (!stopped) {
        resume();
        LockSupport.parkNanos(4 * PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing that is refused and not left would be right here. */
  private void resume() throws InterruptedException {
    ResumeReport report = engine.resumeAll(ResumeOptions.defaults().withAtOnce(AT_ONCE));
    if (!report.refused().isEmpty() || !report.unreadable().isEmpty()) {
      note("! refused " + report.refused() + report.unreadable() + " " + owner + "\n");
    }
  }

  private void finish() throws InterruptedException {
    while (!store.find(FlowQuery.unfinished().limit(1)).isEmpty()) {
      resume();
      LockSupport.parkNanos(PAUSE);
    }
  }
}
