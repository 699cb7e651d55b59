package dev.portage.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * db-scheduler: one-time tasks that have been scheduled before the clock starts, so only their
 * executions are timed. It knows no flows: each execution stands for itself, and leaves nothing.
 */
final class SchedulerPeer implements Peer {
  /** Each waits for its own commits: twice as many did no more, a third of them a third less. */
  private static final int THREADS = 100;

  private static final int CONNECTIONS = THREADS + 8;
  private static final int FIRST_GUESS = 1_000;
  private static final int MOST_AT_ONCE = 100_000;
  private static final double FETCH_BELOW = 1;
  private static final double FETCH_UP_TO = 4;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PATIENCE_SECONDS = 60;

  /** The table that its documentation asks for, with the indices. */
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS scheduled_tasks (
        task_name text NOT NULL,
        task_instance text NOT NULL,
        task_data bytea,
        execution_time timestamptz NOT NULL,
        picked boolean NOT NULL,
        picked_by text,
        last_success timestamptz,
        last_failure timestamptz,
        consecutive_failures int,
        last_heartbeat timestamptz,
        version bigint NOT NULL,
        priority smallint,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  private double perSecond = FIRST_GUESS;

  @Override
  public String name() {
    return Versions.named("db-scheduler", "db-scheduler");
  }

  @Override
  public String setup() {
    return "one-time tasks without data, scheduled in batches beforehand, lock-and-fetch, "
        + THREADS
        + " threads, pool of "
        + CONNECTIONS;
  }

  @Override
  public int steps() {
    return 1;
  }

  @Override
  public Session open(Server.Database database, Keeping keeping) throws SQLException {
    database.tell(TABLE);
    HikariDataSource pool = database.pool(CONNECTIONS);
    return new Session() {
      @Override
      public Pace run(Duration window) throws Exception {
        return runBatch(pool, window);
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }

  private Pace runBatch(HikariDataSource pool, Duration window) throws Exception {
    int count = (int) Math.min(MOST_AT_ONCE, perSecond * window.toMillis() / 1_000);
    OneTimeTask<Void> task = Tasks.oneTime("step").execute((instance, context) -> {});
    Stream<TaskInstance<?>> due =
        Stream.generate(() -> task.instance(UUID.randomUUID().toString())).limit(count).map(x -> x);
    SchedulerClient.Builder.create(pool).build().scheduleBatch(due, Instant.now());
    CountDownLatch left = new CountDownLatch(count);
    Scheduler scheduler =
        Scheduler.create(pool, List.of(task))
            .threads(THREADS)
            .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO)
            .pollingInterval(POLL)
            .addSchedulerListener(new Countdown(left))
            .build();
    long began = System.nanoTime();
    scheduler.start();
    boolean ended = left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Pace pace = new Pace(count - left.getCount(), System.nanoTime() - began);
    scheduler.stop();
    if (!ended) {
      throw new IllegalStateException(left.getCount() + " of " + count + " executions did not end");
    }
    perSecond = pace.perSecond();
    return pace;
  }

  /** Hears of an execution when its row is gone. */
  private static final class Countdown extends AbstractSchedulerListener {
    private final CountDownLatch left;

    Countdown(CountDownLatch left) {
      this.left = left;
    }

    @Override
    public void onExecutionComplete(ExecutionComplete execution) {
      left.countDown();
    }
  }
}
