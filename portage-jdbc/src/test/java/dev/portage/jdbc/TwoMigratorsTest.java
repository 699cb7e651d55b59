package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 52 on a file: two that run the same bulk migration, each with a store of its own. */
@Timeout(120)
final class TwoMigratorsTest {
  private static final int FLOWS = 60;

  @TempDir private Path directory;

  private FlowStore open() {
    return FlowStores.open("jdbc:sqlite:" + directory.resolve("x.db"));
  }

  private static FlowCatalog catalog(String... tasks) {
    Flow.Builder flow = Flow.linear("order");
    for (String task : tasks) {
      flow.add(Task.named(task).run(in -> {}));
    }
    return FlowCatalog.of("order", in -> flow.build());
  }

  @Test
  void eachFlowIsMigratedOnce() throws Exception {
    try (FlowStore store = open();
        Engine engine = Engine.open(store, catalog("a", "b"), EngineOptions.defaults())) {
      for (int i = 0; i < FLOWS; i++) {
        engine.enqueue("order", FlowId.of("order-" + i), in -> {});
      }
    }
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (FlowStore one = open();
        FlowStore other = open()) {
      Future<List<String>> first = threads.submit(run(one, start));
      Future<List<String>> second = threads.submit(run(other, start));
      List<String> all = new ArrayList<>(first.get());
      all.addAll(second.get());
      assertThat(all).isSubsetOf("migrated", "current", "busy");
      assertThat(all.stream().filter("migrated"::equals)).hasSize(FLOWS);
      for (FlowHeader header : one.find(FlowQuery.all())) {
        assertThat(one.journal(header.id())).as(header.id().text()).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<List<String>> run(FlowStore store, CyclicBarrier start) {
    Migrator migrator =
        new Migrator(
            store,
            catalog("a", "b", "c"),
            Migrations.of("order", book -> {}),
            new Migrator.Who("test", InstantSource.system()));
    return () -> {
      List<FlowHeader> selected = store.find(FlowQuery.unfinished());
      start.await(30, TimeUnit.SECONDS);
      return selected.stream().map(flow -> migrator.migrate(flow.id())).map(Outcome::word).toList();
    };
  }
}
