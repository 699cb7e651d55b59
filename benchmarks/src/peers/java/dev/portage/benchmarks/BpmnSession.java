package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A BPMN engine at work: its own threads run the tasks, callers wait for what they have started.
 *
 * @param pool its connections, closed after it
 * @param endings where its listeners tell of processes that are over
 * @param start starts a process and gives its id
 * @param end closes the engine
 */
record BpmnSession(HikariDataSource pool, Endings endings, Supplier<String> start, Runnable end)
    implements Peer.Session {
  @Override
  public Peer.Pace run(Duration window) throws Exception {
    return Callers.run(window, () -> endings.await(start.get()));
  }

  @Override
  public void close() {
    end.run();
    pool.close();
  }
}
