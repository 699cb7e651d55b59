package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A process that migrates and is told to end does so between two flows, and says how far it is. */
@Timeout(120)
class SignalTest {
  private static final int FLOWS = 2000;
  private static final int SIGINT = 2;

  @TempDir private Path directory;

  private Process migrate(String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "migrate",
            "--yes",
            "--rate",
            "100/s",
            "-o",
            "ndjson",
            "--store",
            url,
            "--class-path",
            ClassPaths.of(directory, ShopModule.class))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A shell without job control has what it starts in the background ignore interrupts. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(ignored -> (ignored & (1L << (SIGINT - 1))) != 0);
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void aSignalEndsARunBetweenFlowsWithASummary(String signal, int exit) throws Exception {
    assumeFalse(signal.equals("INT") && ignoresInterrupts(), "interrupts are ignored here");
    String url = "jdbc:sqlite:" + directory.resolve("shop.db");
    try (FlowStore store = FlowStores.open(url)) {
      Shop shop = new Shop(store);
      for (int i = 0; i < FLOWS; i++) {
        shop.submit("order-" + i, Shop.OLD);
      }
    }
    Process child = migrate(url);
    JsonNode last = null;
    int events = 0;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = Json.mapper().readTree(line);
        if (++events == 20) {
          String pid = Long.toString(child.pid());
          assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(exit);
    assertThat(last).isNotNull();
    assertThat(last.path("event").asString()).isEqualTo("summary");
    assertThat(last.path("interrupted").asBoolean()).isTrue();
    assertThat(last.path("migrated").asInt()).isEqualTo(events - 1);
    assertThat(last.path("waiting").asInt()).isEqualTo(FLOWS - events + 1);
    try (FlowStore store = FlowStores.open(url)) {
      assertThat(
              store.find(FlowQuery.all().limit(FLOWS)).stream()
                  .map(FlowHeader::shape)
                  .filter(shape -> shape.fingerprint().equals(Shop.NEW.fingerprint())))
          .hasSize(events - 1);
    }
  }
}
