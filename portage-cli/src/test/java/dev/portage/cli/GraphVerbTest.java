package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of shapes, and the names that shapes go by. */
class GraphVerbTest {
  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("drawn");
  @TempDir private Path directory;

  private static CommandRun run(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private String lock() throws Exception {
    ShapeLock lock =
        ShapeLock.empty()
            .add(ReleasedShape.of("checkout", "", Shop.OLD, List.of()).labelled("2025.11"))
            .add(ReleasedShape.of("checkout", "", Shop.NEW, List.of()).labelled("2026.05"))
            .add(ReleasedShape.of("refund", "", nested(), List.of()).labelled("2026.05"));
    return Files.writeString(directory.resolve("x.lock"), lock.render()).toString();
  }

  private static Shape nested() {
    Flow ship =
        Flow.graph("ship")
            .add(Task.named("pick").run(in -> {}))
            .add(Task.named("pack").run(in -> {}))
            .add(Task.named("label").run(in -> {}))
            .link("pick", "pack")
            .link("pick", "label")
            .build();
    return Shape.of(
        Flow.linear("refund")
            .retry(Retry.times("again", 3))
            .add(ship)
            .add(Task.named("tell <\"all\">").run(in -> {}))
            .build());
  }

  private String codePath() {
    return ClassPaths.of(directory.resolve("app"), ShopModule.class);
  }

  @Test
  void aFlowIsDrawnWithTheStatesOfItsAtoms() {
    Golden.matches("graph-flow.txt", run("graph", "order-2", "--store", store).out());
    Golden.matches("graph-flow.mmd", run("graph", "order-4", "--store", store, "--mermaid").out());
    Golden.matches("graph-flow.dot", run("graph", "order-4", "--store", store, "--dot").out());
  }

  @Test
  void aShapeIsDrawnWithWhereFlowsAre() {
    CommandRun run = run("graph", "d59a", "--store", store);
    assertThat(run.out()).startsWith("checkout  d59a24b8c2   linear\n").contains("1 running");
    CommandRun json = run("graph", "d59a", "--store", store, "-o", "json");
    Golden.matches("graph.json", json.out());
  }

  @Test
  void nestedFlowsAndLinksAreATree() throws Exception {
    CommandRun run = run("graph", "release:2026.05", "--type", "refund", "--lock", lock());
    Golden.matches("graph-nested.txt", run.out());
    CommandRun ascii =
        CommandRun.on(
            StandardCharsets.US_ASCII,
            null,
            "graph",
            "release:2026.05",
            "--type",
            "refund",
            "--lock",
            lock());
    assertThat(ascii.out()).contains("|- again 1.0 retry").doesNotContain("├");
    assertThat(run("graph", "release:2026.05", "--type=refund", "--lock", lock(), "--dot").out())
        .contains("tell <\\\"all\\\">@1.0");
  }

  @Test
  void whatTheCodeOrTheLockHasNeedsNoStore() throws Exception {
    assertThat(run("graph", "current", "--class-path", codePath()).out())
        .startsWith("checkout  57d752faae  current   linear\n");
    assertThat(run("graph", "d59a", "--lock", lock()).out()).startsWith("checkout  d59a24b8c2   ");
    CommandRun withFlows =
        run("graph", "release:2025.11", "--lock", lock(), "--store", store, "--type", "checkout");
    assertThat(withFlows.out()).contains("release:2025.11", "1 running");
  }

  @Test
  void releasesAreNamesOfShapesEverywhere() throws Exception {
    String lock = lock();
    assertThat(
            run(
                    "diff",
                    "release:2025.11",
                    "release:2026.05",
                    "--type",
                    "checkout",
                    "--store",
                    store,
                    "--lock",
                    lock)
                .out())
        .contains("release:2025.11", "charge");
    assertThat(run("diff", "order-1", "release:2026.05", "--store", store, "--lock", lock).code())
        .isZero();
    assertThat(run("show", "release:2025.11", "--store", store, "--lock", lock).out())
        .startsWith("d59a24b8c2  2 unfinished, 1 finished");
    assertThat(run("status", "--shape", "release:2025.11", "--store", store, "--lock", lock).out())
        .contains("d59a24b8c2")
        .doesNotContain("57d752faae");
    assertThat(run("show", "step:charge-by-card", "--class-path", codePath()).out())
        .contains("charge-by-card");
  }

  @Test
  void storedIsTheOneShapeOfUnfinishedFlows() {
    Shop one = new Shop();
    one.submit("order-1", Shop.OLD);
    String url = one.url("one-shape");
    for (String[] more : List.of(new String[] {}, new String[] {"--type", "checkout"})) {
      List<String> args = new ArrayList<>(List.of("diff", "stored", "current", "--store", url));
      args.addAll(List.of("--class-path", codePath()));
      args.addAll(List.of(more));
      assertThat(run(args.toArray(String[]::new)).out())
          .startsWith("stored (d59a24b8c2) -> current (57d752faae)");
    }
    refused("'stored' is several shapes", "diff", "stored", "order-1");
    CommandRun none = CommandRun.of("diff", "stored", "stored", "--store", new Shop().url("empty"));
    assertThat(none.err()).contains("no unfinished flow is in ");
  }

  @Test
  void aNameThatIsNoneOrSeveralIsRefused() throws Exception {
    String lock = lock();
    refused("release:2026.05' is several shapes", "show", "release:2026.05", "--lock", lock);
    refused("releases there: 2025.11, 2026.05", "show", "release:2027", "--lock", lock);
    refused(
        "no shape of 'refund' was released as '2025.11'",
        "graph",
        "release:2025.11",
        "--type",
        "refund",
        "--lock",
        lock);
    refused("cannot be read", "graph", "release:x", "--lock", directory.resolve("no").toString());
    refused("no released shape is called 'abcd'", "graph", "abcd", "--lock", lock);
    refused("no shape and no flow is called 'abcd'", "graph", "abcd");
    refused(
        "the code has no flow 'x'", "graph", "current", "--type", "x", "--class-path", codePath());
    refused("mutually exclusive", "graph", "d59a", "--dot", "--mermaid");
  }

  private void refused(String said, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--lock") || all.get(0).equals("show")) {
      all.addAll(List.of("--store", store));
    }
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains(said);
  }
}
