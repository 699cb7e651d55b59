package dev.portage.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.crash.Witness.Event;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that run flows are killed at thirty random moments: what was acknowledged is kept and
 * never done again, and every flow comes to its end.
 */
@Timeout(180)
final class EngineKillTest {
  private static final int KILLS = 30;

  /** What was acknowledged last when a body begins. */
  private static final Map<Event, String> BEGUN =
      Map.of(Event.EXECUTES, "RUNNING", Event.REVERTS, "REVERTING");

  @TempDir private Path directory;

  private final long seed = System.nanoTime() / 1000 * 1000;
  private final Random random = new Random(seed);

  @Test
  void whatWasAcknowledgedIsKeptAndNeverDoneAgain() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      liveAndDie(kill);
    }
    Process last = child("finish", 0);
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).as("seed " + seed).isTrue();
    assertThat(last.exitValue()).as("seed " + seed).isZero();
    List<Witness.Line> lines = Witness.read(directory.resolve("witness"));
    nothingAcknowledgedBeganAgain(lines);
    everyAttemptHadOneKey(lines);
    everythingAcknowledgedIsStored(lines);
  }

  private Process child(String mode, int life) throws IOException {
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
            String.valueOf(seed + life * 100_000_000L),
            mode)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Dies while it opens the store now and then, mostly while it works. */
  private void liveAndDie(int life) throws Exception {
    Process child = child("work", life);
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      if (random.nextInt(6) > 0) {
        assertThat(out.readLine()).as("seed " + seed + ", life " + life).isEqualTo("at work");
      }
      boolean ended = child.waitFor(random.nextInt(300_000), TimeUnit.MICROSECONDS);
      assertThat(ended).as("seed " + seed + ": life " + life + " ended by itself").isFalse();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor()).as("killed").isEqualTo(137);
  }

  private void nothingAcknowledgedBeganAgain(List<Witness.Line> lines) {
    Map<String, String> acknowledged = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    for (Witness.Line line : lines) {
      String atom = line.flow() + "/" + line.task();
      String state = acknowledged.getOrDefault(atom, "");
      if (line.event() == Event.ACKNOWLEDGED) {
        acknowledged.put(atom, line.detail());
      } else if (!state.equals(BEGUN.getOrDefault(line.event(), state))) {
        wrong.add(line + " after " + state);
      }
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(acknowledged).as("seed " + seed).hasSizeGreaterThan(KILLS);
  }

  private void everyAttemptHadOneKey(List<Witness.Line> lines) {
    for (Witness.Line line : lines) {
      if (line.event() == Event.EXECUTES) {
        assertThat(line.detail()).isEqualTo(line.flow() + "/" + line.task() + "/1");
      }
    }
  }

  private void everythingAcknowledgedIsStored(List<Witness.Line> lines) {
    Map<String, FlowRecord> stored = new HashMap<>();
    try (FlowReader reader =
        FlowStores.openForReading("jdbc:sqlite:" + directory.resolve("flows.db"))) {
      for (Witness.Line line : lines) {
        FlowRecord flow =
            stored.computeIfAbsent(line.flow(), id -> reader.load(FlowId.of(id)).orElseThrow());
        String when = "seed " + seed + ", " + line;
        assertThat(flow.header().state()).as(when).isIn(FlowState.SUCCESS, FlowState.REVERTED);
        if (line.event() == Event.ACKNOWLEDGED) {
          kept(when, line, flow);
        }
      }
      assertThat(reader.unreadable()).as("seed " + seed).isEmpty();
    }
  }

  private static void kept(String when, Witness.Line line, FlowRecord flow) {
    AtomRecord row =
        flow.touched().values().stream()
            .filter(atom -> atom.name().toString().equals(line.task()))
            .findFirst()
            .orElseThrow();
    boolean reverted = flow.header().state() == FlowState.REVERTED;
    AtomState end = reverted ? AtomState.REVERTED : AtomState.SUCCESS;
    assertThat(row.state()).as(when).isEqualTo(end);
    if (line.detail().equals("SUCCESS")) {
      assertThat(row.execution().output()).as(when).isNotNull();
      assertThat(row.execution().output().bySlot().get("key-of-" + line.task()).asString())
          .as(when)
          .isEqualTo(line.flow() + "/" + line.task() + "/1");
    }
  }
}
