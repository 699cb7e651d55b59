package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;

/** Camunda 7: a process whose service tasks are asynchronous continuations. */
final class CamundaPeer implements Peer {
  private static final int QUEUE = 64;
  private static final int BATCH = 32;
  private static final int ID_BLOCK = 1_000;
  private static final int WAIT_MILLIS = 50;
  private static final int MOST_WAIT_MILLIS = 200;

  @Override
  public String name() {
    return Versions.named("Camunda", "camunda");
  }

  @Override
  public String setup() {
    return "asyncBefore on each task, exclusive jobs, history none (audit for space), job executor"
        + " with "
        + Bpmn.THREADS
        + " threads, pool of "
        + Bpmn.CONNECTIONS;
  }

  @Override
  public Session open(Server.Database database, Keeping keeping) {
    HikariDataSource pool = database.pool(Bpmn.CONNECTIONS);
    Endings endings = new Endings();
    ProcessEngine engine = configuration(pool, keeping, endings).buildProcessEngine();
    engine
        .getRepositoryService()
        .createDeployment()
        .name(Bpmn.PROCESS)
        .enableDuplicateFiltering(true)
        .addString("steps.bpmn", Bpmn.process("camunda:asyncBefore=\"true\""))
        .deploy();
    return new BpmnSession(
        pool,
        endings,
        () -> engine.getRuntimeService().startProcessInstanceByKey(Bpmn.PROCESS).getId(),
        () -> engine.close());
  }

  private static ProcessEngineConfiguration configuration(
      HikariDataSource pool, Keeping keeping, Endings endings) {
    ProcessEngineConfigurationImpl engine = configuration(pool, Bpmn.THREADS);
    if (keeping == Keeping.OUTPUTS) {
      engine.setHistory(ProcessEngineConfiguration.HISTORY_AUDIT);
    }
    engine.setBeans(Map.of("step", (JavaDelegate) execution -> step(execution, endings)));
    return engine;
  }

  /** At its quickest: without history, with so many threads for jobs. */
  static ProcessEngineConfigurationImpl configuration(HikariDataSource pool, int threads) {
    ProcessEngineConfigurationImpl engine = new StandaloneProcessEngineConfiguration();
    engine.setHistory(ProcessEngineConfiguration.HISTORY_NONE);
    engine.setIdBlockSize(ID_BLOCK);
    engine.setMetricsEnabled(false);
    engine.setTaskMetricsEnabled(false);
    engine.setHistoryCleanupEnabled(false);
    engine.setEnforceHistoryTimeToLive(false);
    engine.setJobExecutor(jobs(threads));
    engine.setJobExecutorActivate(true);
    engine.setDataSource(pool);
    engine.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    return engine;
  }

  private static DefaultJobExecutor jobs(int threads) {
    DefaultJobExecutor jobs = new DefaultJobExecutor();
    jobs.setCorePoolSize(threads);
    jobs.setMaxPoolSize(threads);
    jobs.setQueueSize(QUEUE);
    jobs.setMaxJobsPerAcquisition(BATCH);
    jobs.setWaitTimeInMillis(WAIT_MILLIS);
    jobs.setMaxWait(MOST_WAIT_MILLIS);
    return jobs;
  }

  /** The end of the process is in the transaction of its last task. */
  private static void step(DelegateExecution execution, Endings endings) {
    int step = Bpmn.number(execution.getCurrentActivityId());
    execution.setVariable("out-" + step, Peer.output(step));
    if (step == STEPS - 1) {
      String flow = execution.getProcessInstanceId();
      Context.getCommandContext()
          .getTransactionContext()
          .addTransactionListener(TransactionState.COMMITTED, done -> endings.tell(flow));
    }
  }
}
