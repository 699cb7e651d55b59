package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.batch.BatchStatistics;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.camunda.bpm.engine.task.TaskQuery;

/** Camunda 7: a migration plan, carried out as a batch or in chunks. */
final class CamundaFleet implements OrderEngine {
  private static final int THREADS = 4;
  private static final int AT_ONCE = 100;
  private static final int JOBS_PER_SEED = 1_000;
  private static final long LOOK_MILLIS = 100;

  private final Way way;
  private final HikariDataSource pool;
  private final ProcessEngine engine;
  private final Map<Version, String> definitions;

  /** How a plan is carried out. */
  enum Way {
    /** As jobs of the engine's own executor. */
    BATCH,
    /** Chunk by chunk, each in a transaction, by threads of the caller. */
    CHUNKS
  }

  CamundaFleet(Way way, Server.Database database) {
    this.way = way;
    this.pool = database.pool(2 * THREADS + 4);
    ProcessEngineConfigurationImpl configuration = CamundaPeer.configuration(pool, THREADS);
    configuration.setInvocationsPerBatchJob(AT_ONCE);
    configuration.setBatchJobsPerSeed(JOBS_PER_SEED);
    this.engine = configuration.buildProcessEngine();
    this.definitions =
        Map.of(Version.OLD, deploy(OrderBpmn.OLD), Version.NEW, deploy(OrderBpmn.NEW));
  }

  private String deploy(List<String> tasks) {
    return engine
        .getRepositoryService()
        .createDeployment()
        .addString("order.bpmn", OrderBpmn.process(tasks))
        .deployWithResult()
        .getDeployedProcessDefinitions()
        .get(0)
        .getId();
  }

  @Override
  public String name() {
    return Versions.named("Camunda", "camunda") + (way == Way.BATCH ? ", batch" : ", chunks");
  }

  @Override
  public String setup() {
    return "history none, "
        + AT_ONCE
        + (way == Way.BATCH ? " instances in each job, job executor with " : " at once in each of ")
        + THREADS
        + " threads";
  }

  @Override
  public String start() {
    return engine
        .getRuntimeService()
        .startProcessInstanceById(of(Version.OLD), Map.of("total", OrderBpmn.TOTAL))
        .getId();
  }

  @Override
  public void complete(String order, String task) {
    String id = tasks().processInstanceId(order).taskDefinitionKey(task).singleResult().getId();
    engine.getTaskService().complete(id);
  }

  @Override
  public void migrate() throws Exception {
    MigrationPlan plan =
        engine
            .getRuntimeService()
            .createMigrationPlan(of(Version.OLD), of(Version.NEW))
            .mapActivities("reserve", "hold")
            .mapActivities("quote", "quote")
            .mapActivities("pack", "pack")
            .mapActivities("ship", "ship")
            .build();
    if (way == Way.BATCH) {
      batch(plan);
    } else {
      chunks(plan);
    }
  }

  /** It is over when no job is left; that of the batch itself looks for that only later. */
  private void batch(MigrationPlan plan) throws InterruptedException {
    Batch batch =
        engine
            .getRuntimeService()
            .newMigration(plan)
            .processInstanceQuery(orders(Version.OLD))
            .executeAsync();
    BatchStatistics found = statistics(batch);
    while (found != null && found.getCompletedJobs() < found.getTotalJobs()) {
      if (found.getFailedJobs() > 0) {
        throw new IllegalStateException(found.getFailedJobs() + " jobs failed of " + found);
      }
      Thread.sleep(LOOK_MILLIS);
      found = statistics(batch);
    }
  }

  private BatchStatistics statistics(Batch batch) {
    return engine
        .getManagementService()
        .createBatchStatisticsQuery()
        .batchId(batch.getId())
        .singleResult();
  }

  private void chunks(MigrationPlan plan) throws Exception {
    List<String> ids =
        orders(Version.OLD).unlimitedList().stream().map(ProcessInstance::getId).toList();
    List<Callable<Void>> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> chunk = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      chunks.add(
          () -> {
            engine.getRuntimeService().newMigration(plan).processInstanceIds(chunk).execute();
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<Void> chunk : threads.invokeAll(chunks)) {
        chunk.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public long count(Version version) {
    return orders(version).count();
  }

  @Override
  public long countWaiting(String task) {
    return tasks().processDefinitionId(of(Version.NEW)).taskDefinitionKey(task).count();
  }

  @Override
  public String any() {
    return orders(Version.NEW).orderByProcessInstanceId().desc().listPage(0, 1).get(0).getId();
  }

  private String of(Version version) {
    return definitions.getOrDefault(version, "");
  }

  private ProcessInstanceQuery orders(Version version) {
    return engine.getRuntimeService().createProcessInstanceQuery().processDefinitionId(of(version));
  }

  private TaskQuery tasks() {
    return engine.getTaskService().createTaskQuery();
  }

  @Override
  public void close() {
    engine.close();
    pool.close();
  }
}
