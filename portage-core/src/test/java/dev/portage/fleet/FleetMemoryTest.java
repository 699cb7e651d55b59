package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrator;
import dev.portage.store.FlowQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run through a fleet that is many times as large as the memory of its process. */
@Timeout(300)
class FleetMemoryTest {
  private static final int FLOWS = Integer.getInteger("portage.fleet.large", 20_000);
  private static final int BYTES = 16_384;

  /** Takes the number of flows. */
  public static void main(String[] arguments) {
    LargeStore store = new LargeStore(Integer.parseInt(arguments[0]), BYTES);
    FleetReport report =
        FleetLab.FLEET
            .run(
                store,
                new Migrator.Who("test", InstantSource.system()),
                FleetLab.FLEET.plan(store, FlowQuery.unfinished()),
                FleetOptions.defaults().withStopAfterFailures(0))
            .run();
    System.out.println(report.books() + " " + report.leftAlone().size());
  }

  @Test
  void memoryDoesNotGrowWithTheFleet() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                FleetMemoryTest.class.getName(),
                Integer.toString(FLOWS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(out).isZero();
    long failed = FLOWS / 10;
    Books books = new Books(FLOWS, Map.of(Fate.MIGRATED, FLOWS - failed, Fate.FAILED, failed));
    assertThat(out.strip()).isEqualTo(books + " " + Math.min(failed, FleetReport.MOST_LEFT_ALONE));
  }
}
