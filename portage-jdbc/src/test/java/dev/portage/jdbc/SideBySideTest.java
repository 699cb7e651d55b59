package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStores;
import dev.portage.store.JournalEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployment and a roll-back in processes of their own, on one store: the old release at work,
 * the new one beside it, the new one killed, the old one alone, then both again. For eight seconds,
 * or as many as {@code -Dportage.sidebyside.seconds} says.
 */
@Timeout(600)
final class SideBySideTest {
  private static final Duration PHASE =
      Duration.ofMillis(Integer.getInteger("portage.sidebyside.seconds", 8) * 250L);

  @TempDir private Path directory;

  @Test
  void oldAndNewCodeShareAStoreInBothDirectionsOfADeployment() throws Exception {
    try (Child old = new Child("v1-a", "work")) {
      old.works();
      try (Child now = new Child("v2-a", "work")) {
        now.works();
        now.kill();
      }
      Map<FlowId, FlowRecord> waiting = waiting();
      assertThat(waiting).as("flows that only the new release understands").isNotEmpty();
      old.works();
      assertThat(waiting()).as("nobody has touched them").isEqualTo(waiting);
      try (Child again = new Child("v2-b", "work")) {
        again.works();
        old.stop();
        again.stop();
      }
    }
    try (Child last = new Child("v2-c", "finish")) {
      assertThat(last.process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(last.process.exitValue()).isZero();
    }
    everyFlowEndedAsItShould();
    theOldReleaseLeftTheNewFlowsAlone();
  }

  private FlowReader reader() {
    return FlowStores.openForReading(url());
  }

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("flows.db");
  }

  /** The unfinished flows of the new shape, once nobody drives them any more. */
  private Map<FlowId, FlowRecord> waiting() {
    try (FlowReader reader = reader()) {
      await()
          .atMost(ReleaseChild.LEASE.multipliedBy(10))
          .until(
              () ->
                  unfinished(reader).values().stream()
                      .noneMatch(flow -> flow.header().lease().isLiveAt(Instant.now())));
      return unfinished(reader);
    }
  }

  private static Map<FlowId, FlowRecord> unfinished(FlowReader reader) {
    Map<FlowId, FlowRecord> flows = new TreeMap<>();
    for (CensusLine line : reader.census(FlowQuery.unfinished())) {
      FlowRecord sample = reader.load(line.sample()).orElseThrow();
      if (isNew(sample)) {
        String shape = line.shape().fingerprint().hex();
        for (FlowHeader header : reader.find(FlowQuery.unfinished().shaped(shape))) {
          flows.put(header.id(), reader.load(header.id()).orElseThrow());
        }
      }
    }
    return flows;
  }

  private static boolean isNew(FlowRecord flow) {
    return flow.shape().inOrder().stream().map(ShapeAtom::name).anyMatch("notify"::equals);
  }

  private void everyFlowEndedAsItShould() {
    int carriedOver = 0;
    try (FlowReader reader = reader()) {
      List<FlowHeader> flows = reader.find(FlowQuery.all().limit(100_000));
      assertThat(flows).hasSizeGreaterThan(50);
      for (FlowHeader header : flows) {
        FlowRecord flow = reader.load(header.id()).orElseThrow();
        assertThat(header.state()).as(header.id().text()).isEqualTo(FlowState.SUCCESS);
        for (ShapeAtom atom : flow.shape().inOrder()) {
          AtomRecord row = flow.touched().get(AtomName.of(atom.name()));
          assertThat(row.state()).as(header.id() + " " + atom).isEqualTo(AtomState.SUCCESS);
        }
        List<JournalEntry> journal = reader.journal(header.id());
        assertThat(journal).as("%s is carried over once at most", header.id()).hasSizeLessThan(2);
        assertThat(journal).allMatch(entry -> entry.made().actor().startsWith("v2"));
        boolean wasNew = header.id().text().startsWith("v2") || !journal.isEmpty();
        assertThat(isNew(flow)).as("%s lost nothing", header.id()).isEqualTo(wasNew);
        carriedOver += journal.size();
      }
      assertThat(carriedOver).isPositive();
      assertThat(reader.refusals(FlowQuery.all())).isEmpty();
    }
  }

  private void theOldReleaseLeftTheNewFlowsAlone() throws IOException {
    Map<String, Integer> times = new HashMap<>();
    for (String line : Files.readAllLines(directory.resolve("witness"))) {
      assertThat(line).doesNotStartWith("!");
      List<String> words = List.of(line.split(" ", -1));
      if (words.get(0).startsWith("v2")) {
        assertThat(words.get(2)).as(line).startsWith("v2");
      }
      times.merge(words.get(0) + " " + words.get(1), 1, Integer::sum);
    }
    assertThat(times)
        .as("once, and once more where a process was killed over it")
        .allSatisfy((task, count) -> assertThat(count).as(task).isLessThan(3));
  }

  /** A process of a release. */
  private final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Child(String owner, String mode) throws IOException {
      this.process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Dslf4j.internal.verbosity=ERROR",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ReleaseChild.class.getName(),
                  url(),
                  directory.resolve("witness").toString(),
                  owner,
                  mode)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      if (mode.equals("work")) {
        assertThat(out.readLine()).isEqualTo("at work");
      }
    }

    /** Lets it work for a phase, beside whoever else is at work. */
    void works() throws InterruptedException {
      assertThat(process.waitFor(PHASE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    }

    void kill() throws InterruptedException {
      assertThat(process.destroyForcibly().waitFor()).isNotZero();
    }

    void stop() throws Exception {
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      out.close();
    }
  }
}
