package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.WitnessFile.Event;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with short leases on one store, each paused now and then for longer than its lease:
 * whoever wakes up and is no longer the owner writes nothing.
 */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP")
final class TwoEnginesTest {
  private static final int PAUSES = 8;
  private static final int LONGER_THAN_A_LEASE = 250;

  /** Two processes get nowhere while one of them is stopped in a transaction, so not for ever. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  @TempDir private Path directory;

  private final long seed = System.nanoTime() / 1000 * 1000;
  private final Random random = new Random(seed);

  @Test
  void whoHasLostTheLeaseWritesNothingAndNothingIsLost() throws Exception {
    try (Fighter one = new Fighter(child(seed));
        Fighter other = new Fighter(child(seed + 1_000_000))) {
      one.awaitWork();
      other.awaitWork();
      for (int pauses = 0, taken = 0; pauses < PAUSES || taken == 0; pauses++) {
        Fighter paused = random.nextBoolean() ? one : other;
        long before = takenOver();
        paused.signal("STOP");
        Instant end = Instant.now().plus(LONGEST_PAUSE);
        do {
          paused.process.waitFor(LONGER_THAN_A_LEASE, TimeUnit.MILLISECONDS);
        } while (takenOver() == before && Instant.now().isBefore(end));
        taken += takenOver() == before ? 0 : 1;
        paused.signal("CONT");
        paused.process.waitFor(random.nextInt(LONGER_THAN_A_LEASE), TimeUnit.MILLISECONDS);
      }
      one.submitNoMore();
      other.submitNoMore();
      assertThat(one.process.waitFor()).as("seed " + seed).isZero();
      assertThat(other.process.waitFor()).as("seed " + seed).isZero();
    }
    everyFlowEnded();
    everyCompletionWasWrittenOnce();
  }

  private Process child(long from) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dslf4j.internal.verbosity=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            EngineChild.class.getName(),
            "jdbc:sqlite:" + directory.resolve("flows.db"),
            directory.resolve("witness").toString(),
            String.valueOf(from),
            "fight",
            "3")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void everyFlowEnded() {
    try (FlowReader reader =
        FlowStores.openForReading("jdbc:sqlite:" + directory.resolve("flows.db"))) {
      List<FlowHeader> flows = reader.find(FlowQuery.all());
      assertThat(flows)
          .as("seed " + seed)
          .allMatch(
              flow -> flow.state() == FlowState.SUCCESS || flow.state() == FlowState.REVERTED);
    }
  }

  /** How often a flow changed hands. */
  private long takenOver() {
    try (FlowReader reader =
        FlowStores.openForReading("jdbc:sqlite:" + directory.resolve("flows.db"))) {
      return reader.find(FlowQuery.all()).stream()
          .mapToLong(flow -> flow.lease().token() - 1)
          .filter(times -> times > 0)
          .sum();
    }
  }

  /** A second end of one attempt would be that of somebody who had lost the flow. */
  private void everyCompletionWasWrittenOnce() throws IOException {
    Map<String, Integer> ends = new HashMap<>();
    for (WitnessFile.Line line : WitnessFile.read(directory.resolve("witness"))) {
      boolean isEnd = line.event() == Event.ACKNOWLEDGED && line.attempt() > 0; // not a fan-out's
      if (isEnd && line.detail().matches("SUCCESS|FAILURE")) {
        ends.merge(line.key(), 1, Integer::sum);
      } else if (isEnd && line.detail().equals("REVERTED")) {
        ends.merge(line.key() + " undone", 1, Integer::sum);
      }
    }
    assertThat(ends)
        .as("seed " + seed)
        .allSatisfy((attempt, times) -> assertThat(times).as(attempt).isEqualTo(1));
    assertThat(ends).as("seed " + seed).isNotEmpty();
    try (FlowReader reader =
        FlowStores.openForReading("jdbc:sqlite:" + directory.resolve("flows.db"))) {
      for (FlowHeader flow : reader.find(FlowQuery.all())) {
        for (AtomRecord row : reader.load(flow.id()).orElseThrow().touched().values()) {
          for (int attempt = first(row); attempt <= row.execution().attempts(); attempt++) {
            assertThat(ends)
                .as("seed " + seed)
                .containsKey(flow.id() + "/" + row.name() + "/" + attempt);
          }
        }
      }
    }
  }

  /** The first attempt that this atom made; one of a fan-out counts on over others before it. */
  private static int first(AtomRecord row) {
    boolean isItem = !row.name().key().isEmpty();
    boolean isOpen = row.execution().idempotencyKey() != null;
    return isItem ? row.execution().attempts() + (isOpen ? 0 : 1) : 1;
  }

  /** A child, and what it says. */
  private static final class Fighter implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Fighter(Process process) {
      this.process = process;
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void awaitWork() throws IOException {
      assertThat(out.readLine()).isEqualTo("at work");
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    void submitNoMore() throws IOException {
      process.getOutputStream().close();
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      out.close();
    }
  }
}
