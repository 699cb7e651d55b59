package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.time.Duration;

/** DBOS Transact: a method whose steps are recorded. */
final class DbosPeer implements Peer {
  private static final int CONNECTIONS = CALLERS + 8;

  /** What DBOS makes a proxy of. */
  public interface Steps {
    /** Runs all steps. */
    String run() throws Exception;
  }

  /** The workflow. */
  public static final class RecordedSteps implements Steps {
    private final DBOS dbos;

    RecordedSteps(DBOS dbos) {
      this.dbos = dbos;
    }

    @Override
    @Workflow(name = "steps")
    public String run() throws Exception {
      String last = "";
      for (int i = 0; i < STEPS; i++) {
        int step = i;
        last = dbos.runStep(() -> Peer.output(step), "step-" + step);
      }
      return last;
    }
  }

  @Override
  public String name() {
    return Versions.named("DBOS Transact", "dbos");
  }

  @Override
  public String setup() {
    return "workflow called through its proxy, runStep, no queue; pool of " + CONNECTIONS;
  }

  @Override
  public Session open(Server.Database database, Keeping keeping) {
    HikariDataSource pool = database.pool(CONNECTIONS);
    DBOS dbos = new DBOS(DBOSConfig.defaults("peers").withDataSource(pool).withAppVersion("1"));
    Steps steps = dbos.registerProxy(Steps.class, new RecordedSteps(dbos));
    dbos.launch();
    return new Session() {
      @Override
      public Pace run(Duration window) throws Exception {
        return Callers.run(window, steps::run);
      }

      @Override
      public void close() {
        dbos.close();
        pool.close();
      }
    };
  }
}
