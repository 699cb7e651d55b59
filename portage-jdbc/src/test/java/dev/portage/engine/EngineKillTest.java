package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.WitnessFile.Event;
import dev.portage.engine.WitnessFile.Line;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that run flows with retries are killed at forty random moments, or as many as {@code
 * -Dportage.kills} says: what was acknowledged is kept and never done again, and every flow comes
 * to its end. One that does one thing at a time comes to the end that the model says.
 */
@Timeout(600)
final class EngineKillTest {
  private static final int KILLS = Integer.getInteger("portage.kills", 40) / 2;

  @TempDir private Path directory;

  private final long seed = System.nanoTime() / 1000 * 1000;
  private final Random random = new Random(seed);

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatWasAcknowledgedIsKeptAndNeverDoneAgain(int parallelism) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      liveAndDie(kill, parallelism);
    }
    Process last = child("finish", 0, parallelism);
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).as("seed " + seed).isTrue();
    assertThat(last.exitValue()).as("seed " + seed).isZero();
    List<Line> lines = WitnessFile.read(directory.resolve("witness"));
    nothingAcknowledgedBeganAgain(lines);
    try (FlowReader reader =
        FlowStores.openForReading("jdbc:sqlite:" + directory.resolve("flows.db"))) {
      Map<String, FlowRecord> flows = new HashMap<>();
      for (Line line : lines) {
        FlowRecord flow =
            flows.computeIfAbsent(line.flow(), id -> reader.load(FlowId.of(id)).orElseThrow());
        if (line.event() == Event.ACKNOWLEDGED) {
          kept(line, flow);
        }
      }
      assertThat(reader.unreadable()).as("seed " + seed).isEmpty();
      assertThat(flows).as("seed " + seed).hasSizeGreaterThan(KILLS);
      flows.values().forEach(flow -> ended(flow, parallelism));
    }
  }

  private Process child(String mode, int life, int parallelism) throws IOException {
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
            mode,
            String.valueOf(parallelism))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Dies while it opens the store now and then, mostly while it works. */
  private void liveAndDie(int life, int parallelism) throws Exception {
    Process child = child("work", life, parallelism);
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

  private void nothingAcknowledgedBeganAgain(List<Line> lines) {
    Map<String, String> acknowledged = new HashMap<>();
    Set<String> ended = new HashSet<>();
    for (Line line : lines) {
      String when = "seed " + seed + ", " + line;
      String atom = line.flow() + "/" + line.atom();
      if (line.event() == Event.ACKNOWLEDGED) {
        acknowledged.put(atom, line.detail() + line.attempt());
        ended.add(line.detail() + " " + line.key());
      } else if (line.event() == Event.EXECUTES || line.event() == Event.REVERTS) {
        boolean executes = line.event() == Event.EXECUTES;
        assertThat(line.detail()).as(when).isEqualTo(line.key());
        assertThat(acknowledged.get(atom))
            .as(when)
            .isEqualTo((executes ? "RUNNING" : "REVERTING") + line.attempt());
        for (String end : executes ? List.of("SUCCESS", "FAILURE") : List.of("REVERTED")) {
          assertThat(ended).as(when).doesNotContain(end + " " + line.key());
        }
      }
    }
  }

  /** What ended in an attempt is stored, unless a later attempt is. */
  private void kept(Line line, FlowRecord flow) {
    String when = "seed " + seed + ", " + line;
    Optional<AtomRecord> found =
        flow.touched().values().stream()
            .filter(each -> each.name().toString().equals(line.atom()))
            .findFirst();
    if (found.isEmpty() && line.atom().endsWith("]")) {
      return; // a retry has made another list
    }
    AtomRecord row = found.orElseThrow();
    if (line.attempt() == 0) {
      return; // a fan-out as a whole, or an atom that was left out: no attempt
    }
    assertThat(row.execution().attempts()).as(when).isGreaterThanOrEqualTo(line.attempt());
    boolean isLast = row.execution().attempts() == line.attempt();
    if (isLast && row.state() != AtomState.PENDING && line.detail().equals("SUCCESS")) {
      assertThat(row.state()).as(when).isIn(AtomState.SUCCESS, AtomState.REVERTED);
      assertThat(row.execution().output()).as(when).isNotNull();
    }
    if (isLast && line.detail().equals("REVERTED")) {
      assertThat(row.state()).as(when).isIn(AtomState.REVERTED, AtomState.PENDING);
    }
  }

  private void ended(FlowRecord flow, int parallelism) {
    assertThat(flow.header().state())
        .as("seed %s, %s", seed, flow.id())
        .isIn(FlowState.SUCCESS, FlowState.REVERTED);
    if (parallelism == 1) {
      long input = Long.parseLong(flow.id().text().substring("flow-".length()));
      ReferenceModel model =
          new ReferenceModel(RandomFlow.revertible(input), FailurePolicy.REVERT_SCOPE);
      CommitWitness.sameAs(new SerialRun(model).end(), flow);
    }
  }
}
