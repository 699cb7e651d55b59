package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.TestServer;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.LeaseChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows are said to have been through steps. */
@Timeout(300)
class StampVerbTest {
  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("stamped");
  @TempDir private Path directory;

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--class-path", ClassPaths.of(directory, ShopModule.class)));
    if (!all.contains("--store")) {
      all.addAll(List.of("--store", store));
    }
    return CommandRun.of(all.toArray(String[]::new));
  }

  private FlowRecord flow(String id) {
    return shop.store().load(FlowId.of(id)).orElseThrow();
  }

  @Test
  void flowsAreStampedJournalledAndTakenBack() {
    List<FlowHeader> before = shop.store().find(FlowQuery.all());
    CommandRun dry = run("stamp", "--heads", "--dry-run");
    Golden.matches("stamp-dry-run.txt", dry.out());
    assertThat(shop.store().find(FlowQuery.all())).isEqualTo(before);
    FlowRecord old = flow("order-4");

    CommandRun run = run("stamp", "--heads", "--flow", "order-4", "--yes", "-o", "json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().path("stamped").asInt()).isEqualTo(1);
    FlowRecord now = flow("order-4");
    assertThat(now.header().shape().stamp().heads()).containsExactly("charge-by-card");
    assertThat(now.touched()).isEqualTo(old.touched());
    assertThat(now.shape()).isEqualTo(old.shape());
    assertThat(now.header().inputs()).isEqualTo(old.header().inputs());
    String id = run.json().path("run").asString();
    assertThat(run("history", "order-4").out()).contains("(stamp charge-by-card)", id);
    CommandRun again = run("stamp", "--heads", "--flow", "order-4", "--yes");
    assertThat(again.out()).contains("as it is", "no flow has another stamp");

    CommandRun undo = run("undo", "--run", id, "--yes", "-o", "json");

    assertThat(undo.json().path("restore").asInt()).isEqualTo(1);
    assertThat(flow("order-4").header().shape()).isEqualTo(old.header().shape());
  }

  @Test
  void stepsAreNamedAndFlowsCanHaveBeenThroughNone() {
    run("stamp", "--step", "charge-by-card", "--flow", "order-4", "--yes");
    assertThat(flow("order-4").header().shape().stamp().heads()).containsExactly("charge-by-card");
    CommandRun none = run("stamp", "--none", "--flow", "order-4", "--yes");
    assertThat(none.out()).contains("charge-by-card -> no step", "1 flow tried: 1 stamped   run ");
    assertThat(none.out()).contains("next: portage undo --run ");
    assertThat(flow("order-4").header().shape().stamp().heads()).isEmpty();
  }

  @Test
  void whatIsDrivenIsLeftAlone() {
    shop.change(
        "order-1",
        Shop.OLD,
        dev.portage.model.FlowState.RUNNING,
        new LeaseChange.Claim("worker-3", Instant.now(), Instant.now().plusSeconds(600)));
    CommandRun run = run("stamp", "--heads", "--yes");
    assertThat(run.code()).isEqualTo(ExitCode.BUSY.code());
    assertThat(run.out()).contains("busy   order-1   driven or changed by somebody");
  }

  @Test
  void itAsksAndRefusesWhatMakesNoSense() {
    CommandRun unasked = run("stamp", "--heads");
    assertThat(unasked.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(flow("order-1").header().shape().stamp().heads()).isEmpty();
    CommandRun unknown = run("stamp", "--step", "nosuch", "--yes");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no steps of the book: nosuch", "charge-by-card");
    assertThat(run("stamp", "--yes").code()).isEqualTo(2);
    assertThat(run("stamp", "--none", "--heads").code()).isEqualTo(2);
    CommandRun without =
        CommandRun.of(
            "stamp",
            "--heads",
            "--store",
            store,
            "--class-path",
            ClassPaths.of(directory, ShopModule.WithoutBook.class));
    assertThat(without.err()).contains("no migration book for 'checkout'");
  }

  @ParameterizedTest
  @EnumSource
  void flowsOfDatabaseServersAreStampedAndTakenBack(TestServer server) {
    String url = server.newUrl();
    CommandRun.of("schema", "create", "--yes", "--store", url);
    try (FlowStore open = FlowStores.open(url)) {
      new Shop(open).submit("order-1", Shop.NEW);
    }
    CommandRun run = run("stamp", "--heads", "--yes", "--store", url, "-o", "json");
    assertThat(run.code()).as(run.err()).isZero();
    CommandRun undo =
        run("undo", "--run", run.json().path("run").asString(), "--yes", "--store", url);
    assertThat(undo.code()).as(undo.err()).isZero();
  }
}
