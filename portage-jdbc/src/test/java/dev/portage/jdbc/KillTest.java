package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.done;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A write that was answered survives the death of the process, at whatever moment it comes. */
@Timeout(120)
final class KillTest {
  private static final int KILLS = 4;

  @TempDir private Path directory;

  @Test
  void everyAnsweredWriteSurvivesKill9() throws IOException, InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String url = "jdbc:sqlite:" + directory.resolve("x.db");
    Map<String, Long> answered = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      answered.putAll(runAndKill(url, "run" + kill, 1 + random.nextInt(300)));
      assertKept(url, answered, "seed " + seed + ", kill " + kill);
    }
  }

  /** The last answered revision of each flow of a child that was killed after so many answers. */
  private static Map<String, Long> runAndKill(String url, String prefix, int answers)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                WritingChild.class.getName(),
                url,
                prefix)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Long> last = new HashMap<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", -1);
        if (line.startsWith("wrote ") && line.endsWith(" .")) {
          last.put(words[1], Long.valueOf(words[2]));
        }
        if (++seen == answers) {
          // not the process itself, which would close the pipe with what it still holds
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor()).as("killed, not ended").isEqualTo(137);
    return last;
  }

  private static void assertKept(String url, Map<String, Long> answered, String when) {
    try (FlowReader reader = FlowStores.openForReading(url)) {
      assertThat(reader.unreadable()).as(when).isEmpty();
      answered.forEach(
          (id, revision) -> {
            FlowRecord stored = reader.load(FlowId.of(id)).orElseThrow();
            long found = stored.header().revision();
            assertThat(found).as(when + ", flow " + id).isGreaterThanOrEqualTo(revision);
            String json = "{\"n\":" + found + "}";
            assertThat(List.copyOf(stored.touched().values()))
                .as(when + ", flow " + id + " is whole")
                .isEqualTo(
                    found == 1 ? List.of() : List.of(done("a", json, "n"), done("b", json, "n")));
          });
    }
  }
}
