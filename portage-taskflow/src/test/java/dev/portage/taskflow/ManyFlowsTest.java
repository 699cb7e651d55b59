package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.fleet.Books;
import dev.portage.fleet.Fate;
import dev.portage.fleet.Fleet;
import dev.portage.fleet.FleetOptions;
import dev.portage.migration.Migrations;
import dev.portage.shape.Shape;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet in one database: many flows in the middle of their way, and one declared migration. */
class ManyFlowsTest {
  private static final int FLOWS = Integer.getInteger("portage.taskflow.flows", 1_000);
  private static final int ATOMS = 8;

  /** Of about 240 kB each. */
  private static final int LARGE = 300;

  @TempDir Path directory;

  private Path database(int flows) {
    Path file = TaskflowSchema.create(directory.resolve("many" + flows + ".db"));
    Jdbi.create("jdbc:sqlite:" + file)
        .useTransaction(
            handle -> {
              for (int i = 0; i < flows; i++) {
                TaskflowSchema.flow(handle, "flow-" + i, "order", "SUSPENDED");
                for (int atom = 0; atom < ATOMS; atom++) {
                  TaskflowSchema.task(
                      handle, "flow-" + i, "task-" + atom, "1.0", atom < 4 ? "SUCCESS" : "PENDING");
                }
              }
            });
    return file;
  }

  static Books migrate(Path file, int parallelism) {
    StringBuilder target = new StringBuilder("portage-shape/1\nlinear order\n");
    for (int atom = 0; atom < ATOMS; atom++) {
      target.append("  task ").append(atom == 2 ? "renamed" : "task-" + atom).append(" 1.0\n");
    }
    target.append("  task last 1.0\n");
    FlowCatalog catalog =
        FlowCatalog.builder().shape("order", "", Shape.parse(target.toString())).build();
    Migrations books =
        Migrations.of("order", book -> book.step("s", s -> s.rename("task-2", "renamed")));
    Fleet fleet = new Fleet(catalog, books);
    try (FlowStore store = FlowStores.open(Migrating.in(file).url())) {
      return fleet
          .run(
              store,
              Migrating.WHO,
              fleet.plan(store, FlowQuery.unfinished()),
              FleetOptions.defaults().withParallelism(parallelism))
          .run()
          .books();
    }
  }

  @Test
  void aThousandFlowsAreMigratedByOneStep() {
    Path file = database(FLOWS);
    Books books = migrate(file, 8);

    assertThat(books.count(Fate.MIGRATED)).isEqualTo(FLOWS);
    int changed =
        Jdbi.create("jdbc:sqlite:" + file)
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT count(*) FROM atomdetails WHERE name IN ('renamed', 'last')")
                        .mapTo(Integer.class)
                        .one());
    assertThat(changed).isEqualTo(2 * FLOWS);
  }

  @Test
  void memoryDoesNotGrowWithTheDatabase() throws IOException, InterruptedException {
    Path file = database(LARGE);
    Fixtures.execute(
        file,
        "UPDATE atomdetails SET results = '\"' || hex(zeroblob(30000)) || '\"'"
            + " WHERE state = 'SUCCESS'");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(out).isZero();
    assertThat(out.strip()).isEqualTo(String.valueOf(LARGE));
    assertThat(Files.size(file)).as("more than the heap").isGreaterThan(64L << 20);
  }
}
