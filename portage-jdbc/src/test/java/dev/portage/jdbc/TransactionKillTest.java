package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes are killed at random moments, fifteen on each database or as many as {@code
 * -Dportage.kills} says: each transactional task of each flow has left one row, though nothing but
 * the transaction keeps it from leaving two or none.
 */
@Timeout(900)
final class TransactionKillTest {
  private static final int KILLS = Integer.getInteger("portage.kills", 15);
  private static final int FLOWS_OF_A_LIFE = 1_000_000;

  @TempDir private Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @ParameterizedTest
  @EnumSource
  void eachTaskLeavesOneRow(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory)) {
      for (int life = 0; life < KILLS; life++) {
        liveAndDie(bookings.url(), life);
      }
      Process last = child(bookings.url(), 0, "finish");
      assertThat(last.waitFor(120, TimeUnit.SECONDS)).as("seed " + seed).isTrue();
      assertThat(last.exitValue()).as("seed " + seed).isZero();
      List<FlowHeader> flows = bookings.store().find(FlowQuery.all().limit(100_000));
      Map<String, Integer> expected = new HashMap<>();
      for (FlowHeader flow : flows) {
        assertThat(flow.state()).as("seed %s: %s", seed, flow.id()).isEqualTo(FlowState.SUCCESS);
        for (String task : List.of("a", "b", "c", "d")) {
          expected.put(flow.id() + "/" + task, 1);
        }
      }
      assertThat(flows).hasSizeGreaterThan(KILLS);
      assertThat(bookings.rows().counts()).as("seed " + seed).isEqualTo(expected);
    }
  }

  private static Process child(String url, int life, String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dslf4j.internal.verbosity=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            BookingChild.class.getName(),
            url,
            String.valueOf(life * FLOWS_OF_A_LIFE),
            mode)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void liveAndDie(String url, int life) throws Exception {
    Process child = child(url, life, "work");
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).as("seed " + seed + ", life " + life).isEqualTo("at work");
      boolean ended = child.waitFor(random.nextInt(400_000), TimeUnit.MICROSECONDS);
      assertThat(ended).as("seed " + seed + ": life " + life + " ended by itself").isFalse();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor()).as("killed").isEqualTo(137);
  }
}
