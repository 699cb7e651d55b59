package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows leave a store as documents and come into another one. */
class ExportVerbsTest {
  private final String shop = Shop.withFlows().url("export");

  @TempDir private Path directory;

  private String newStore() {
    String url = "jdbc:sqlite:" + directory.resolve("other.db");
    FlowStores.open(url).close();
    return url;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("in.json"), text);
  }

  private static int flowsIn(String url) {
    try (FlowStore store = FlowStores.open(url)) {
      return store.find(FlowQuery.all()).size();
    }
  }

  @Test
  void anExportIsADocument() {
    CommandRun run = CommandRun.of("export", "order-4", "--store", shop);
    Golden.matches("export.json", run.out());
    assertThat(run.code()).isZero();
    assertThat(CommandRun.of("export", "order-4", "--store", shop, "-o", "json").out())
        .isEqualTo(run.out());
  }

  @Test
  void whatIsExportedAndImportedIsExportedTheSame() throws IOException {
    Path file = directory.resolve("out.json");
    String[] flows = {"order-2", "order-3", "order-4"};
    CommandRun out =
        run("export", flows, "--store", shop, "--out", file.toString(), "--no-progress");
    assertThat(out.out()).isEqualTo("wrote " + file + ": 3 flows\n");
    String other = newStore();

    CommandRun in = CommandRun.of("import", file.toString(), "--store", other);

    assertThat(in.err()).isEmpty();
    assertThat(in.out())
        .contains("order-2", "checkout", "RUNNING")
        .contains("3 flows imported into '");
    assertThat(run("export", flows, "--store", other).out()).isEqualTo(Files.readString(file));
    assertThat(flowsIn(other)).isEqualTo(3);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(each -> each.getFileName().toString())).noneMatch(n -> n.startsWith("."));
    }
  }

  private static CommandRun run(String verb, String[] flows, String... options) {
    return CommandRun.of(
        Stream.of(Stream.of(verb), Stream.of(flows), Stream.of(options))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  @Test
  void oneThatIsThereStopsAll() throws IOException {
    String other = newStore();
    String two = run("export", new String[] {"order-2", "order-3"}, "--store", shop).out();
    Path one = file(CommandRun.of("export", "order-3", "--store", shop).out());
    assertThat(CommandRun.of("import", one.toString(), "--store", other).code()).isZero();

    CommandRun again = CommandRun.of("import", file(two).toString(), "--store", other);

    assertThat(again.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(again.err())
        .contains("nothing was written")
        .contains("flow 'order-3': is stored already, as 'checkout' in state SUCCESS");
    assertThat(flowsIn(other)).isEqualTo(1);
  }

  @Test
  void brokenFilesAreRefusedBeforeAnythingIsWritten() throws IOException {
    String other = newStore();
    String good = CommandRun.of("export", "order-2", "--store", shop).out();
    Path whole = Files.writeString(directory.resolve("whole.json"), good);
    Path broken = file(good.replace("\"RUNNING\"", "\"RUNNNING\""));

    CommandRun run = CommandRun.of("import", whole.toString(), broken.toString(), "--store", other);

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("in.json").contains("/state: is 'RUNNNING'");
    assertThat(flowsIn(other)).isZero();
    CommandRun missing = CommandRun.of("import", "nowhere.json", "--store", other);
    assertThat(missing.err()).contains("'nowhere.json' cannot be read").contains("NoSuchFile");
    CommandRun shown = CommandRun.of("show", "order-2", "-o", "json", "--store", shop);
    CommandRun view = CommandRun.of("import", file(shown.out()).toString(), "--store", other);
    assertThat(view.err()).contains("is 'portage/flow-view/1', expected 'portage/flow/1'");
  }

  @Test
  void aJournalIsShownAndStaysBehind() throws IOException {
    Shop journalled = Shop.withFlows();
    journalled.journal("order-1");
    String url = journalled.url("export-journal");
    CommandRun out = CommandRun.of("export", "order-1", "--journal", "--store", url);
    assertThat(out.out()).contains("\"journal\"", "step charge-by-card", "portage migrate, ann");
    CommandRun in = CommandRun.of("import", file(out.out()).toString(), "--store", newStore());
    assertThat(in.code()).isZero();
    assertThat(in.err()).contains("of 1 flow the journal stays behind");
  }

  @Test
  void aFixtureSaysNothingOfWhomItCameFrom() {
    Shop secret = new Shop();
    secret.submit("order-ann", Shop.OLD);
    String url = secret.url("fixture");
    CommandRun run = CommandRun.of("fixture", "order-ann", "--redact", "--store", url);
    assertThat(run.out()).doesNotContain("ann").contains("portage/flow/1", "\"id\"");
    CommandRun again = CommandRun.of("fixture", "order-ann", "--redact", "--store", url);
    assertThat(again.out()).isEqualTo(run.out());
    CommandRun kept =
        CommandRun.of(
            "fixture",
            "order-ann",
            "--redact",
            "--keep",
            "/inputs/order/id",
            "--keep",
            "/inputs/ordr",
            "--store",
            url);
    assertThat(kept.out()).contains("\"id\" : \"order-ann\"");
    assertThat(kept.err()).isEqualTo("warning: nothing is at --keep /inputs/ordr\n");
    assertThat(CommandRun.of("fixture", "order-ann", "--store", url).out())
        .isEqualTo(CommandRun.of("export", "order-ann", "--store", url).out());
  }

  @Test
  void misuseIsTold() {
    assertThat(CommandRun.of("export", "nobody", "order-1", "--store", shop).err())
        .contains("flow 'nobody' is not in memory; nothing was exported");
    assertThat(CommandRun.of("export", "--store", shop).code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(CommandRun.of("fixture", "order-1", "--keep", "/id", "--store", shop).err())
        .contains("add --redact");
    assertThat(
            CommandRun.of("fixture", "order-1", "--redact", "--keep", "id", "--store", shop).err())
        .contains("--keep: 'id' is no path");
    CommandRun unwritable =
        CommandRun.of("export", "order-1", "--out", directory.toString(), "--store", shop);
    assertThat(unwritable.err()).contains("cannot be written").contains("it is a directory");
    assertThat(unwritable.code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void jsonIsUtf8WhereverItIsPrinted() {
    CommandRun run =
        CommandRun.on(StandardCharsets.US_ASCII, null, "export", "order-2", "--store", shop);
    assertThat(run.out()).contains("r\u00e9servation");
  }
}
