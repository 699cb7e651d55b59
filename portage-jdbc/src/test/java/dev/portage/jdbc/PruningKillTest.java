package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.everyField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.testkit.StoreSamples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever dies while it removes flows leaves each of them whole, or gone with all of its rows. */
@Timeout(120)
final class PruningKillTest {
  private static final int KILLS = 4;
  private static final int FLOWS = 800;
  private static final int UNFINISHED = FLOWS / 10;
  private static final int AT_ONCE = 50;
  private static final int BATCHES = 3;

  @TempDir private Path directory;

  @Test
  void everyFlowIsWholeOrGoneAfterKill9() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SqliteTables tables = new SqliteTables(directory.resolve("x.db"));
    fill(tables.url());
    Map<String, List<String>> flows = tables.flows();
    assertThat(flows.values())
        .as("a header, two atoms, a journal")
        .allMatch(all -> all.size() == 4);
    for (int kill = 0; kill < KILLS; kill++) {
      int answered = removeAndKill(tables.url(), 1 + random.nextInt(BATCHES - 1));
      String when = "seed " + seed + ", kill " + kill;
      Map<String, List<String>> left = tables.flows();
      assertThat(flows).as(when).containsAllEntriesOf(left);
      assertThat(left.keySet().stream().filter(id -> id.startsWith("open")))
          .as(when)
          .hasSize(UNFINISHED);
      assertThat(flows.size() - left.size())
          .as(when)
          .isGreaterThanOrEqualTo(answered)
          .matches(gone -> gone % AT_ONCE == 0, "whole batches");
      flows = left;
    }
  }

  /** Finished flows, and a tenth that are not, each with rows and a journal. */
  private static void fill(String url) {
    try (FlowStore store = FlowStores.open(url)) {
      List<FlowHeader> made =
          all(
              store,
              IntStream.range(0, FLOWS)
                  .mapToObj(i -> creation((i % 10 == 0 ? "open-" : "done-") + i)));
      List<FlowHeader> unused = all(store, made.stream().map(PruningKillTest::ending));
    }
  }

  private static FlowWrite ending(FlowHeader made) {
    boolean isOpen = made.id().text().startsWith("open");
    FlowWrite write =
        change(
            made,
            isOpen ? FlowState.SUSPENDED : FlowState.SUCCESS,
            everyField(AtomName.of("a")),
            done("b", "{}"));
    return new FlowWrite(
        write.key(),
        write.expected(),
        write.head(),
        write.put(),
        List.of(),
        LeaseChange.keep(),
        StoreSamples.entry(made));
  }

  private static List<FlowHeader> all(FlowStore store, Stream<FlowWrite> writes) {
    List<CompletableFuture<FlowHeader>> answers = writes.map(store::commit).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /** How many flows a child said that it had removed, which was killed after so many answers. */
  private static int removeAndKill(String url, int answers)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                PruningChild.class.getName(),
                url,
                String.valueOf(AT_ONCE))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    child.getOutputStream().write(new byte[BATCHES]);
    child.getOutputStream().flush();
    int removed = 0;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("removed ") && line.endsWith(" .")) {
          removed += Integer.parseInt(line.split(" ", -1)[1]);
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
    return removed;
  }
}
