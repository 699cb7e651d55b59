package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains of steps become one. */
class SquashVerbTest {
  private static final String BOOK =
      """
      flow: checkout
      steps:
        - id: 2026-01-01-card
          because: charges are by card
          from: d59a24b8c2
          allow: {RERUN01: "the ledger \\"drops\\" doubles"}
          do:
            - rename: {from: charge, to: charge-card}
        - id: 2026-02-02-network
          after: 2026-01-01-card
          do:
            - version:
                task: charge-card
                from: 1.0
                to: 2.0
                map: '$ ~> |receipt|{"network": "unknown"}|'
                inDoubt: as-pending
        - id: 2026-03-03-audit
          after: 2026-02-02-network
          do:
            - drop: {task: audit, onDone: forget, optional: true}
      """;

  @TempDir private Path directory;

  /** The same in Java. */
  public static final class Chain extends ShopModule {
    @Override
    public Migrations migrations() {
      return Migrations.of(
          "checkout",
          book ->
              book.step("card", s -> s.rename("charge", "charge-card"))
                  .step(
                      "network",
                      s ->
                          s.after("card")
                              .inDoubt(InDoubt.AS_PENDING)
                              .version("charge-card", "1.0", "2.0", out -> out.put("network", "?")))
                  .step("apart", s -> s.drop("audit")));
    }
  }

  @BeforeEach
  void writeTheFiles() throws IOException {
    Files.createDirectory(directory.resolve("migrations"));
    Files.writeString(directory.resolve("migrations/checkout.yaml"), BOOK);
    Files.writeString(directory.resolve("target.shapes"), Shop.NEW.text());
    ShapeLock lock = ShapeLock.empty().add(ReleasedShape.of("checkout", "", Shop.OLD, List.of()));
    Files.writeString(directory.resolve("x.lock"), lock.render());
  }

  private CommandRun run(String verb, String... args) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of(args));
    all.addAll(List.of("--migrations", directory.resolve("migrations").toString()));
    all.addAll(List.of("--target", directory.resolve("target.shapes").toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun squash(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--type", "checkout", "--lock", directory.resolve("x.lock").toString()));
    return run("squash", all.toArray(String[]::new));
  }

  private CommandRun inJava(String... args) {
    List<String> all = new ArrayList<>(List.of("squash"));
    all.addAll(List.of(args));
    all.addAll(List.of("--type", "checkout", "--lock", directory.resolve("x.lock").toString()));
    all.addAll(List.of("--class-path", ClassPaths.of(directory.resolve("app"), Chain.class)));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void filesBecomeOneFileThatDoesTheSame() throws IOException {
    Path file = directory.resolve("migrations/2026-11-11-all.yaml");
    CommandRun run = squash("2026-01-01-card..2026-03-03-audit", "--name", "2026-11-11-all");
    assertThat(run.code()).as(run.err()).isZero();
    Golden.matches("squash.txt", run.out().replace(directory.toString(), "DIR"));
    Golden.matches("squash.yaml", Files.readString(file));
    FlowRecord before = migrated("before", file, true);
    FlowRecord after = migrated("after", file, false);
    assertThat(after.touched()).isEqualTo(before.touched());
    assertThat(after.shape()).isEqualTo(before.shape());
    assertThat(after.header().shape().stamp().heads()).containsExactly("2026-11-11-all");
  }

  /** A flow that is done with charging, carried over by the steps, or by the one in their place. */
  private FlowRecord migrated(String name, Path squashed, boolean bySteps) throws IOException {
    Shop shop = new Shop();
    shop.submit("order-1", Shop.OLD);
    shop.change(
        "order-1",
        Shop.OLD,
        dev.portage.model.FlowState.RUNNING,
        dev.portage.store.LeaseChange.keep(),
        Shop.done("charge", "{\"receipt\":{\"cents\":4200}}"));
    Path aside = directory.resolve("aside");
    Path moved = bySteps ? squashed : directory.resolve("migrations/checkout.yaml");
    Files.move(moved, aside);
    CommandRun run = run("migrate", "--yes", "--store", shop.url("squash-" + name));
    Files.move(aside, moved);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return shop.store().load(FlowId.of("order-1")).orElseThrow();
  }

  @Test
  void aBookInJavaBecomesACallThatHasToBeCompleted() throws IOException {
    CommandRun run = inJava("card..network", "--name", "2026-11-11-cards");
    assertThat(run.code()).as(run.err()).isZero();
    Golden.matches("squash.java.txt", run.out().replace(directory.toString(), "DIR"));
    Path source = directory.resolve("src/shop/Cards.java");
    CommandRun written =
        inJava("card..network", "--out", source.toString(), "--package", "shop", "-o", "json");
    assertThat(written.json().path("compared").path(0).path("result").asString()).isEqualTo("same");
    assertThat(source)
        .content()
        .contains("package shop;", "public final class Cards {", "    book.step(")
        .contains("import dev.portage.migration.InDoubt;", "out -> ...");
  }

  @Test
  void whatIsNoChainIsRefusedAndNothingIsWritten() throws IOException {
    refused("does not come after step '2026-03-03-audit'", "2026-03-03-audit..2026-01-01-card");
    refused("there is no step 'x'\n  steps: 2026-01-01-card, ", "x..2026-03-03-audit");
    refused("does not come after", "2026-01-01-card..2026-01-01-card");
    refused("takes the first and the last step", "2026-01-01-card");
    refused("takes the first and the last step", "..2026-03-03-audit");
    refused("ends in .yaml", "2026-01-01-card..2026-03-03-audit", "--out", "x.java");
    assertThat(inJava("card..apart").err()).contains("does not come after step 'card'");
    assertThat(inJava("card..network", "--out", "x.yaml").err()).contains("is no Java source");
    CommandRun nowhere = run("squash", "2026-01-01-card..2026-03-03-audit", "--type", "checkout");
    assertThat(nowhere.err()).contains("on which flows is it to be proved?");
    squash("2026-01-01-card..2026-03-03-audit", "--name", "2026-11-11-all");
    refused("2026-11-11-all", "2026-01-01-card..2026-03-03-audit", "--name", "2026-11-11-all");
    try (var files = Files.list(directory.resolve("migrations"))) {
      assertThat(files).hasSize(2);
    }
  }

  private void refused(String said, String... args) {
    CommandRun run = squash(args);
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains(said);
  }

  @Test
  void storedFlowsAreComparedToo() {
    Shop shop = Shop.withFlows();
    CommandRun run =
        squash(
            "2026-01-01-card..2026-03-03-audit",
            "--store",
            shop.url("squash-stored"),
            "-o",
            "json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().path("compared").findValuesAsString("result"))
        .contains("same")
        .doesNotContain("different");
  }
}
