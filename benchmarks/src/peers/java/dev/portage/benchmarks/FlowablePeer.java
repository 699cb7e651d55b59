package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.flowable.common.engine.impl.cfg.TransactionState;
import org.flowable.common.engine.impl.context.Context;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** Flowable: a process whose service tasks are asynchronous. */
final class FlowablePeer implements Peer {
  private static final int QUEUE = 256;

  @Override
  public String name() {
    return Versions.named("Flowable", "flowable");
  }

  @Override
  public String setup() {
    return "async on each task, jobs not exclusive, history none (audit for space), async executor"
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
        .enableDuplicateFiltering()
        .addString(
            "steps.bpmn20.xml",
            Bpmn.process("flowable:async=\"true\" flowable:exclusive=\"false\""))
        .deploy();
    return new BpmnSession(
        pool,
        endings,
        () -> engine.getRuntimeService().startProcessInstanceByKey(Bpmn.PROCESS).getId(),
        () -> engine.close());
  }

  private static ProcessEngineConfiguration configuration(
      HikariDataSource pool, Keeping keeping, Endings endings) {
    StandaloneProcessEngineConfiguration engine = configuration(pool, Bpmn.THREADS, QUEUE);
    if (keeping == Keeping.OUTPUTS) {
      engine.setHistoryLevel(HistoryLevel.AUDIT);
    }
    engine.setBeans(Map.of("step", (JavaDelegate) execution -> step(execution, endings)));
    return engine;
  }

  /** At its quickest: without history, with so many threads, and room for jobs that wait. */
  static StandaloneProcessEngineConfiguration configuration(
      HikariDataSource pool, int threads, int queue) {
    StandaloneProcessEngineConfiguration engine = new StandaloneProcessEngineConfiguration();
    engine.setDisableIdmEngine(true);
    engine.setDisableEventRegistry(true);
    engine.setAsyncExecutorCorePoolSize(threads);
    engine.setAsyncExecutorMaxPoolSize(threads);
    engine.setAsyncExecutorThreadPoolQueueSize(queue);
    engine.setDataSource(pool);
    engine.setHistoryLevel(HistoryLevel.NONE);
    engine.setAsyncExecutorActivate(true);
    engine.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    return engine;
  }

  /** The end of the process is in the transaction of its last task. */
  private static void step(DelegateExecution execution, Endings endings) {
    int step = Bpmn.number(execution.getCurrentActivityId());
    execution.setVariable("out-" + step, Peer.output(step));
    if (step == STEPS - 1) {
      String flow = execution.getProcessInstanceId();
      Context.getTransactionContext()
          .addTransactionListener(TransactionState.COMMITTED, done -> endings.tell(flow));
    }
  }
}
