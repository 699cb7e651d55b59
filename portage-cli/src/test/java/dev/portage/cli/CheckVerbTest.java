package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OutputMap;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckVerbTest {
  private final Shop shop = new Shop();
  private final String store = shop.url("checked");
  @TempDir private Path directory;

  /** The code of {@link ShopModule} with a step in place of two, which it does not do right. */
  public static final class Squashed extends ShopModule {
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
                              .version("charge-card", "1.0", "2.0", out -> out.put("network", "?")))
                  .step(
                      "charge-by-card",
                      s ->
                          s.replaces("card", "network")
                              .rename("charge", "charge-card")
                              .version("charge-card", "1.0", "2.0", OutputMap.SAME)));
    }
  }

  private CommandRun run(Class<? extends ShopModule> module, String... more) {
    List<String> args = new ArrayList<>(List.of("check", "--store", store));
    args.addAll(List.of("--class-path", ClassPaths.of(directory, module)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aStoreWithNothingToDoPasses() {
    CommandRun empty = run(ShopModule.class);
    assertThat(empty.out()).isEqualTo("ok\n");
    assertThat(empty.code()).isZero();
  }

  @Test
  void flowsThatCanBeMigratedAreReportedUnlessThatIsAccepted() {
    shop.submit("order-1", Shop.OLD);
    shop.submit("order-2", Shop.NEW);
    List<FlowHeader> before = shop.store().find(FlowQuery.all());
    CommandRun pending = run(ShopModule.class);
    assertThat(pending.out())
        .contains("checkout   2 stored shapes: ")
        .contains("pending   next: portage plan");
    assertThat(pending.code()).isEqualTo(ExitCode.PENDING.code());
    assertThat(run(ShopModule.class, "--pending-ok").code()).isZero();
    assertThat(shop.store().find(FlowQuery.all())).isEqualTo(before);
  }

  @Test
  void aShapeThatCannotReachTheCodeIsStuck() {
    shop.submit("order-1", Shop.OLD);
    CommandRun stuck = run(ShopModule.WithoutBook.class);
    assertThat(stuck.out()).contains("stuck   the code differs from what is stored");
    assertThat(stuck.code()).isEqualTo(ExitCode.STUCK.code());
  }

  @Test
  void aStepThatDoesNotDoWhatItReplacesFails() {
    shop.submit("order-1", Shop.OLD);
    CommandRun wrong = run(Squashed.class, "--pending-ok");
    Golden.matches("check.txt", wrong.out());
    assertThat(wrong.code()).isEqualTo(ExitCode.STUCK.code());
    CommandRun json = run(Squashed.class, "-o", "json");
    assertThat(json.json().path("types").path(0).path("replaced").path(0).path("result").asString())
        .isEqualTo("different");
    assertThat(json.json().path("exit").asInt()).isEqualTo(ExitCode.STUCK.code());
  }
}
