package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.migration.ActivityMigrationMapping;
import org.flowable.engine.runtime.ProcessInstanceQuery;
import org.flowable.task.api.TaskQuery;

/** Flowable: a batch of its process migration service, which makes a job for each instance. */
final class FlowableFleet implements OrderEngine {
  private static final int THREADS = 4;

  /** Every job of a batch has room there when the batch is made, so none has to be looked for. */
  private static final int QUEUE = 20_000;

  private static final long LOOK_MILLIS = 250;

  private final HikariDataSource pool;
  private final ProcessEngine engine;
  private final Map<Version, String> definitions;

  FlowableFleet(Server.Database database) {
    this.pool = database.pool(2 * THREADS + 8);
    this.engine = FlowablePeer.configuration(pool, THREADS, QUEUE).buildProcessEngine();
    this.definitions =
        Map.of(Version.OLD, deploy(OrderBpmn.OLD), Version.NEW, deploy(OrderBpmn.NEW));
  }

  private String deploy(List<String> tasks) {
    String deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .addString("order.bpmn20.xml", OrderBpmn.process(tasks))
            .deploy()
            .getId();
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .deploymentId(deployment)
        .singleResult()
        .getId();
  }

  @Override
  public String name() {
    return Versions.named("Flowable", "flowable") + ", batch";
  }

  @Override
  public String setup() {
    return "history none, async executor with "
        + THREADS
        + " threads and a queue for every job of the batch";
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

  /** It is over when no job is left; that of the batch itself looks for that only later. */
  @Override
  public void migrate() throws InterruptedException {
    engine
        .getProcessMigrationService()
        .createProcessInstanceMigrationBuilder()
        .migrateToProcessDefinition(of(Version.NEW))
        .addActivityMigrationMapping(map("reserve", "hold"))
        .addActivityMigrationMapping(map("quote", "quote"))
        .addActivityMigrationMapping(map("pack", "pack"))
        .addActivityMigrationMapping(map("ship", "ship"))
        .batchMigrateProcessInstances(of(Version.OLD));
    while (engine.getManagementService().createJobQuery().count() > 0) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static ActivityMigrationMapping map(String from, String to) {
    return ActivityMigrationMapping.createMappingFor(from, to);
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
