package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.LeaseChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator migrates with files alone: no class of the application is on the class path. */
class FilesInsteadOfCodeTest {
  private static final String BOOK =
      """
      flow: checkout
      steps:
        - id: charge-by-card
          because: charges now carry the card network
          do:
            - rename: {from: charge, to: charge-card}
            - version:
                task: charge-card
                from: 1.0
                to: 2.0
                map: '$ ~> |receipt|{"network": "unknown"}|'
                inDoubt: as-pending
      """;

  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("from-files");
  @TempDir private Path directory;

  @BeforeEach
  void writeTheFiles() throws IOException {
    Files.createDirectory(directory.resolve("migrations"));
    Files.writeString(directory.resolve("migrations/checkout.yaml"), BOOK);
    Files.writeString(directory.resolve("target.shapes"), Shop.NEW.text());
  }

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--store",
            store,
            "--migrations",
            directory.resolve("migrations").toString(),
            "--target",
            directory.resolve("target.shapes").toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private FlowRecord load(String id) {
    return shop.store().load(FlowId.of(id)).orElseThrow();
  }

  @Test
  void planAndMigrateNeedNoCode() {
    CommandRun plan = run("plan");
    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains("step charge-by-card   charges now carry the card network")
        .contains("2 would migrate")
        .contains(" --migrations " + directory.resolve("migrations"));
    assertThat(plan.err())
        .contains("warning: no code was asked: that it builds these shapes for the inputs");
    CommandRun migrate = run("migrate", "--yes");
    assertThat(migrate.code()).isZero();
    assertThat(migrate.out()).contains("2 flows selected: 2 migrated");
    assertThat(load("order-2").shape()).isEqualTo(Shop.NEW);
    assertThat(run("status").out()).contains("current");
    assertThat(run("plan").out()).contains("3 current");
  }

  @Test
  void aNumberThatWouldBeRoundedLeavesItsFlowAsItWasAndTheOthersGoOn() {
    shop.submit("order-9", Shop.OLD);
    shop.change(
        "order-9",
        Shop.OLD,
        FlowState.SUSPENDED,
        LeaseChange.keep(),
        Shop.done("reserve", "{\"reservation\":\"r9\"}"),
        Shop.done("charge", "{\"receipt\":{\"cents\":9007199254740993}}"));
    FlowRecord before = load("order-9");
    CommandRun migrate = run("migrate", "--yes");
    assertThat(migrate.code()).isEqualTo(ExitCode.FAILURE.code());
    assertThat(migrate.out())
        .contains("3 flows selected: 2 migrated, 1 failed")
        .contains("the number at $.receipt.cents has more digits than an expression can carry")
        .doesNotContain("9007199254740993");
    assertThat(load("order-9")).isEqualTo(before);
  }

  @Test
  void whatOnlyCodeCouldTellIsSaid() throws IOException {
    Files.writeString(
        directory.resolve("target.shapes"),
        Shop.NEW.text() + "  task parcel 1.0 each parcels requires parcels\n");
    assertThat(run("plan").err()).contains("; the keys of parcel are not compared");
  }

  @Test
  void mistakesInFilesAreUsageErrorsWithTheirPlace() throws IOException {
    Files.writeString(
        directory.resolve("migrations/checkout.yaml"), BOOK.replace("because", "becuase"));
    List<Object> before = new ArrayList<>(shop.store().find(FlowQuery.all()));
    CommandRun run = run("migrate", "--yes");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err())
        .contains("checkout.yaml:4:5: unknown key 'becuase'; did you mean 'because'?");
    assertThat(shop.store().find(FlowQuery.all())).isEqualTo(before);
  }

  @Test
  void targetAndClassPathExcludeEachOtherAndMigrationsAloneAreNotEnough() {
    CommandRun both = run("plan", "--class-path", directory.toString());
    assertThat(both.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(both.err()).contains("--target and --class-path both say what flows should be");
    CommandRun alone =
        CommandRun.of(
            "plan", "--store", store, "--migrations", directory.resolve("migrations").toString());
    assertThat(alone.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(alone.err()).contains("add --target SHAPES or --class-path JARS");
  }

  @Test
  void codeMayTakeItsBookFromFiles() {
    String code = ClassPaths.of(directory, ShopModule.WithoutBook.class);
    String files = directory.resolve("migrations").toString();
    CommandRun plan =
        CommandRun.of("plan", "--store", store, "--class-path", code, "--migrations", files);
    assertThat(plan.out()).contains("2 would migrate");
    assertThat(plan.err()).doesNotContain("no code was asked");
    String twice = ClassPaths.of(directory, ShopModule.class);
    CommandRun refused =
        CommandRun.of("plan", "--store", store, "--class-path", twice, "--migrations", files);
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("the application has a book for [checkout]");
  }
}
