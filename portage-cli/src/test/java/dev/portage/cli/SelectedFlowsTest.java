package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which flows verbs work on, by what they are like. */
class SelectedFlowsTest {
  private final ManualClock clock =
      ManualClock.at(Instant.now().minus(Duration.ofDays(40)).toString());
  private final Shop shop = new Shop(new MemoryFlowStore(clock));
  private final String store = shop.url("selected");
  private String classPath = "";
  @TempDir private Path directory;

  /** Two old ones of forty days ago, one with metadata; two of ten days ago, one in doubt. */
  @BeforeEach
  void fill() {
    classPath = ClassPaths.of(directory, ShopModule.class);
    shop.submit("order-1", Shop.OLD);
    shop.submit("order-2", Shop.OLD);
    tag("order-2", "{\"tenant\":\"acme\"}");
    clock.advance(Duration.ofDays(30));
    shop.submit("order-3", Shop.OLD);
    shop.change(
        "order-3",
        Shop.OLD,
        FlowState.RUNNING,
        LeaseChange.keep(),
        Shop.row("charge", dev.portage.model.AtomState.RUNNING));
    shop.submit("order-4", Shop.NEW);
  }

  private void tag(String id, String meta) {
    var header = shop.store().load(FlowId.of(id)).orElseThrow().header();
    shop.store()
        .commit(
            new FlowWrite(
                header.key(),
                FlowWrite.Expected.of(header),
                new FlowWrite.Head(FlowState.SUSPENDED, null, Shop.json(meta), null, null),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", store, "--class-path", classPath));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private long unfinished(String... args) {
    List<String> all = new ArrayList<>(List.of("status", "-o", "json"));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new)).json().path("unfinished").asLong();
  }

  @Test
  void statusCountsWhatIsMeant() {
    assertThat(unfinished()).isEqualTo(4);
    assertThat(unfinished("--state", "PENDING")).isEqualTo(2);
    assertThat(unfinished("--state", "RUNNING,SUSPENDED")).isEqualTo(2);
    assertThat(unfinished("--older-than", "30d")).isEqualTo(2);
    assertThat(unfinished("--younger-than", "30d")).isEqualTo(2);
    assertThat(unfinished("--meta", "tenant=acme")).isEqualTo(1);
    assertThat(unfinished("--meta", "tenant=acme", "--younger-than", "30d")).isZero();
    assertThat(unfinished("--state", "pending")).isEqualTo(3);
    assertThat(unfinished("--state", "current")).isEqualTo(1);
    assertThat(unfinished("--state", "blocked")).isEqualTo(3); // a shape of which one flow is
    assertThat(unfinished("--state", "stuck")).isZero();
  }

  @Test
  void whatIsBlockedElsewhereDoesNotCount() {
    assertThat(run("plan").code()).isEqualTo(6);
    CommandRun old = run("plan", "--older-than", "30d");
    assertThat(old.code()).as(old.out()).isZero();
    assertThat(old.out()).contains("2 would migrate").doesNotContain("DOUBT01");
    assertThat(old.out()).contains("migrate --older-than PT720H");
  }

  @Test
  void onlyThoseAreMigratedAndTheRunSaysWhich() {
    CommandRun run = run("migrate", "--yes", "--meta", "tenant=acme");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 flow selected: 1 migrated");

    assertThat(shop.store().find(FlowQuery.all().shaped(Shop.NEW.fingerprint().hex())))
        .extracting(header -> header.id().text())
        .containsExactly("order-2", "order-4");
    String id = shop.store().runs(1).get(0).run().text();
    assertThat(run("history", id).out()).contains("{\"tenant\":\"acme\"}");
  }

  @Test
  void aKeptPlanIsForTheSameFlows() {
    Path file = directory.resolve("plan.json");
    run("plan", "--state", "SUSPENDED", "--older-than", "30d", "--out", file.toString());
    CommandRun run = run("migrate", "--plan", file.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 flow selected: 1 migrated");
  }

  @Test
  void aWordThatIsNeitherStateNorVerdictIsTold() {
    CommandRun run = run("status", "--state", "Pending");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("found 'Pending'").contains("PENDING, ").contains("pending, ");
  }

  @Test
  void verdictsAreRefusedWhereThereAreNone() {
    CommandRun history = run("history", "--state", "blocked");
    assertThat(history.code()).isEqualTo(2);
    assertThat(history.err()).contains("--state blocked is a verdict on a shape");
    CommandRun kept = run("plan", "--state", "pending", "--out", "plan.json");
    assertThat(kept.code()).isEqualTo(2);
    assertThat(kept.err()).contains("may have changed by then");
  }

  @Test
  void whatNeedsAnAnswerCannotBeAllowed() {
    CommandRun late = run("migrate", "--yes", "--allow", "DOUBT01=it was checked by hand");
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.err()).contains("DOUBT01: it needs an answer").contains("show DOUBT01");
    CommandRun bare = run("plan", "--allow", "RERUN01");
    assertThat(bare.code()).isEqualTo(2);
    assertThat(bare.err()).contains("--allow takes the code of a finding and a reason");
  }
}
