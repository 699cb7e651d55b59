package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The lock of released shapes: {@code record}, and {@code check} with and without a store. */
class ReleasedShapesTest {
  @TempDir private Path code;
  @TempDir private Path repository;

  /** Code with variants that nobody has given an example of. */
  public static final class WithoutExamples extends ShopModule {
    @Override
    public FlowCatalog catalog() {
      Slot<String> kind = Slot.of("kind", String.class);
      Task pack = Task.named("pack").execute(in -> "x");
      return FlowCatalog.builder()
          .flow("order", in -> in.get(kind), in -> Flow.linear("order").add(pack).build())
          .build();
    }
  }

  private Path lock() {
    return repository.resolve("x.lock");
  }

  private CommandRun run(String verb, Class<? extends ShopModule> module, String... more) {
    List<String> args = new ArrayList<>(List.of(verb, "--lock", lock().toString()));
    args.addAll(List.of("--class-path", ClassPaths.of(code, module)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** What it wrote, wherever it ran. */
  private String out(CommandRun run) {
    return run.out().replace(lock().toString(), "x.lock").replace(code.toString(), "shop.jar");
  }

  private void released(String label) throws IOException {
    ReleasedShape old = ReleasedShape.of("checkout", "", Shop.OLD, List.of()).labelled(label);
    Files.writeString(lock(), ShapeLock.empty().add(old).render());
  }

  private String written() throws IOException {
    return Files.readString(lock());
  }

  @Test
  void recordAddsWhatIsNotThereYetAndSaysSo() throws IOException {
    released("2025.11");
    CommandRun added = run("record", ShopModule.class, "--label", "2026.05");
    assertThat(out(added))
        .isEqualTo("added   checkout   57d752faae   2026.05\nwrote x.lock: 2 released shapes\n");
    Golden.matches("flow-shapes.lock", written());
    String before = written();
    assertThat(out(run("record", ShopModule.class)))
        .isEqualTo("nothing changed: x.lock has 2 released shapes\n");
    assertThat(written()).isEqualTo(before);
    assertThat(out(run("record", ShopModule.class, "--label", "2026.06")))
        .isEqualTo(
            """
            labelled   checkout   57d752faae   2026.05, 2026.06
            wrote x.lock: 2 released shapes
            """);
    assertThat(run("record", ShopModule.class, "-o", "json").json().path("shapes").asInt())
        .isEqualTo(2);
    try (Stream<Path> files = Files.list(repository)) {
      assertThat(files).containsExactly(lock());
    }
  }

  @Test
  void recordMakesTheFileThatIsNotThere() throws IOException {
    assertThat(run("record", ShopModule.class).code()).isZero();
    assertThat(written()).contains("flow checkout\n").contains("born charge-by-card\n");
    assertThat(out(run("check", ShopModule.class)))
        .isEqualTo(
            """
            checkout   1 released shape -> 57d752faae   all reach it, no ambiguity
            lock   x.lock up to date
            ok
            """);
  }

  @Test
  void aReleasedShapeThatReachesTheCodePassesAndALockThatLacksTheCodesShapeFails()
      throws IOException {
    released("2025.11");
    CommandRun stale = run("check", ShopModule.class);
    Golden.matches("check-stale-lock.txt", out(stale));
    assertThat(stale.code()).isEqualTo(ExitCode.INTEGRITY.code());
    run("record", ShopModule.class);
    assertThat(run("check", ShopModule.class).code()).isZero();
  }

  @Test
  void aReleasedShapeThatCannotReachTheCodeIsStuck() throws IOException {
    released("2025.11");
    run("record", ShopModule.WithoutBook.class);
    CommandRun stuck = run("check", ShopModule.WithoutBook.class);
    Golden.matches("check-stuck.txt", out(stuck));
    assertThat(stuck.code()).isEqualTo(ExitCode.STUCK.code());
    CommandRun json = run("check", ShopModule.WithoutBook.class, "-o", "json");
    Golden.matches("check-lock.json", out(json));
    assertThat(json.code()).isEqualTo(ExitCode.STUCK.code());
  }

  @Test
  void theCommandThatACheckNamesDraftsTheStepWithoutAStore() throws IOException {
    released("2025.11");
    run("record", ShopModule.WithoutBook.class);
    JsonNode json = run("check", ShopModule.WithoutBook.class, "-o", "json").json();
    String next = json.path("lock").findValue("next").asString();
    assertThat(next).startsWith("portage new replace-charge --type checkout --from d59a24b8c2 ");
    List<String> args = new ArrayList<>(List.of(next.split(" ", -1)));
    Path file = repository.resolve("step.yaml");
    args.addAll(List.of("--rename", "charge=charge-card", "--file", file.toString()));
    CommandRun drafted = CommandRun.of(args.subList(1, args.size()).toArray(String[]::new));
    assertThat(drafted.code()).as(drafted.err()).isZero();
    assertThat(drafted.out())
        .startsWith("checkout  stored d59a24b8c2  ->  code 57d752faae\n")
        .contains("portage check --lock", "--migrations " + repository);
    assertThat(file).content().contains("rename: {from: charge, to: charge-card");
    CommandRun byRelease =
        run(
            "new",
            ShopModule.WithoutBook.class,
            "again",
            "--type",
            "checkout",
            "--from",
            "release:2025.11",
            "--rename",
            "charge=charge-card",
            "--file",
            repository.resolve("again.yaml").toString());
    assertThat(byRelease.code()).as(byRelease.err()).isZero();
  }

  @Test
  void aCheckAgainstAStoreLooksAtTheLockToo() throws IOException {
    released("2025.11");
    Shop shop = new Shop();
    shop.submit("order-1", Shop.OLD);
    CommandRun both = run("check", ShopModule.class, "--store", shop.url("with-lock"));
    assertThat(out(both)).contains("checkout   1 stored shape: 1 pending", "x.lock lacks 1 shape");
    assertThat(both.code()).isEqualTo(ExitCode.INTEGRITY.code());
    run("record", ShopModule.class);
    CommandRun again = run("check", ShopModule.class, "--store", shop.url("with-lock"));
    assertThat(again.code()).isEqualTo(ExitCode.PENDING.code());
  }

  @Test
  void markdownSaysWhatTheDeployWouldDo() throws IOException {
    released("2025.11 | <b>@all</b>");
    CommandRun stuck = run("check", ShopModule.WithoutBook.class, "--markdown");
    Golden.matches("check-stuck.md", out(stuck));
    assertThat(stuck.code()).isEqualTo(ExitCode.INTEGRITY.code());
    Shop shop = Shop.withFlows();
    run("record", ShopModule.class);
    CommandRun stored =
        run("check", ShopModule.class, "--markdown", "--store", shop.url("markdown"));
    Golden.matches("check.md", out(stored));
    assertThat(run("check", ShopModule.class, "--markdown", "-o", "json").code()).isEqualTo(2);
  }

  @Test
  void aBrokenLockIsRefusedByBothAndLeftAsItIs() throws IOException {
    released("2025.11");
    String broken = written().replace("task charge", "task charges") + "<<<<<<< HEAD\n";
    Files.writeString(lock(), broken);
    for (String verb : List.of("check", "record")) {
      CommandRun refused = run(verb, ShopModule.class);
      assertThat(refused.code()).isEqualTo(ExitCode.INTEGRITY.code());
      assertThat(refused.err()).contains("x.lock:4", "has the digest", "an unfinished merge");
      assertThat(written()).isEqualTo(broken);
    }
  }

  @Test
  void whatIsMissingIsSaidWithTheNextCommand() {
    CommandRun noLock = run("check", ShopModule.class);
    assertThat(noLock.code()).isEqualTo(2);
    assertThat(noLock.err()).contains("cannot be read", "portage record");
    CommandRun neither =
        CommandRun.of("check", "--class-path", ClassPaths.of(code, ShopModule.class));
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err()).contains("which store?", "next: portage record --class-path");
    CommandRun examples = run("record", WithoutExamples.class);
    assertThat(examples.code()).isEqualTo(2);
    assertThat(examples.err()).contains("order: has variants", ".example(\"order\"");
    assertThat(run("record", ShopModule.class, "--label", "a\nb").code()).isEqualTo(2);
    assertThat(lock()).doesNotExist();
  }
}
