package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedPlanTest {
  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("saved-plans");
  private String classPath = "";
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void makeAPlan() {
    file = directory.resolve("p.json");
    classPath = ClassPaths.of(directory, ShopModule.class);
    CommandRun plan = run("plan", "--out", file.toString());
    assertThat(plan.out()).contains(" migrate --plan " + file);
  }

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", store, "--class-path", classPath));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun migrate() {
    return run("migrate", "--plan", file.toString());
  }

  private List<FlowHeader> everything() {
    return shop.store().find(FlowQuery.all());
  }

  private void refused(String... sentences) {
    List<FlowHeader> before = everything();
    CommandRun run = migrate();
    assertThat(run.code()).isEqualTo(ExitCode.INTEGRITY.code());
    assertThat(run.err()).contains(sentences).contains("next: make a new plan");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void isWhatPlanPrintsAsJson() throws IOException {
    assertThat(run("plan", "-o", "json").out()).isEqualTo(Files.readString(file));
  }

  @Test
  void isCarriedOutWithoutAsking() {
    CommandRun run = migrate();
    assertThat(run.code()).isEqualTo(ExitCode.BLOCKED.code());
    assertThat(run.out()).contains("2 flows selected: 1 migrated, 1 blocked");
    assertThat(shop.store().load(FlowId.of("order-1")).orElseThrow().shape()).isEqualTo(Shop.NEW);
    assertThat(migrate().code()).isEqualTo(ExitCode.BLOCKED.code());
  }

  @Test
  void isRefusedWhenSomebodyEditedIt() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"flows\" : 2", "\"flows\" : 20"));
    refused("the saved plan was changed after it was written");
    Files.writeString(file, Files.readString(file).replace("\"store\"", "\"colour\":1,\"store\""));
    refused("the document.colour is not a field of a plan");
    Files.writeString(file, "{\"schema\":\"portage/plan/2\"}");
    refused("this is no saved plan: its schema is 'portage/plan/2', expected 'portage/plan/1'");
    Files.writeString(file, "{");
    refused("the saved plan is not JSON, line 1");
  }

  @Test
  void isRefusedWhenTheCodeChangedSince() {
    classPath = ClassPaths.of(directory, Newer.class);
    refused(
        "checkout "
            + Shop.OLD.fingerprint()
            + ": the code changed since; the plan leads to "
            + Shop.NEW.fingerprint());
  }

  @Test
  void isRefusedWhenAStepChangedSince() {
    classPath = ClassPaths.of(directory, OtherStep.class);
    refused(
        "checkout "
            + Shop.OLD.fingerprint()
            + ": move 1 was 'step charge-by-card' and is 'step charge-by-card' now, with other"
            + " content");
  }

  @Test
  void isRefusedWhenShapesHaveComeThatItDoesNotKnow() {
    shop.submit("order-9", Shop.shape(Shop.atom("reserve", "1.0", "order", "reservation")));
    refused("it is for 2 shapes, the store now has 1 more: checkout ", ", 1 flow");
  }

  @Test
  void flowsMayComeAndGoWithinItsShapes() {
    shop.submit("order-8", Shop.OLD);
    shop.submit("order-9", Shop.NEW);
    assertThat(migrate().out()).contains("3 flows selected: 2 migrated, 1 blocked");
  }

  @Test
  void itSaysItselfWhichFlowsItIsFor() {
    run("plan", "--flow", "order-1", "--out", file.toString());
    assertThat(run("migrate", "--plan", file.toString(), "--type", "checkout").code())
        .isEqualTo(ExitCode.USAGE.code());
    CommandRun run = migrate();
    assertThat(run.out()).contains("1 flow selected: 1 migrated");
    assertThat(run.code()).isZero();
  }

  @Test
  void aFileThatIsNotThereIsAUsageError() {
    assertThat(run("migrate", "--plan", directory.resolve("nope").toString()).code())
        .isEqualTo(ExitCode.USAGE.code());
  }

  /** Code with one task more. */
  public static final class Newer implements FlowModule {
    private final ShopModule shop = new ShopModule();

    @Override
    public FlowCatalog catalog() {
      return FlowCatalog.of(
          "checkout",
          inputs ->
              Flow.linear("checkout")
                  .add(dev.portage.model.Task.named("other").execute(in -> null))
                  .build());
    }

    @Override
    public Migrations migrations() {
      return shop.migrations();
    }
  }

  /** The same code and the same words, but another step. */
  public static final class OtherStep implements FlowModule {
    @Override
    public FlowCatalog catalog() {
      return new ShopModule().catalog();
    }

    @Override
    public Migrations migrations() {
      return Migrations.of(
          "checkout",
          book ->
              book.step(
                  "charge-by-card",
                  step ->
                      step.because("charges now carry the card network")
                          .rename("charge", "charge-card")
                          .version("charge-card", "1.0", "2.0", out -> {}, back -> {})));
    }
  }
}
