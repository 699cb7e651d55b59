package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintVerbTest {
  private final String store = Shop.withFlows().url("linted");
  @TempDir private Path directory;

  private CommandRun run(Class<? extends ShopModule> module, String... more) {
    List<String> args = new ArrayList<>(List.of("lint", "--store", store));
    args.addAll(List.of("--class-path", ClassPaths.of(directory, module)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void findingsAreToldWithFlowsAndRemedies() {
    CommandRun run = run(ShopModule.class);
    Golden.matches("lint.txt", run.out());
    assertThat(run.code()).isEqualTo(ExitCode.LINT.code());
    CommandRun json = run(ShopModule.class, "-o", "json");
    Golden.matches("lint.json", json.out());
    assertThat(json.code()).isEqualTo(ExitCode.LINT.code());
  }

  @Test
  void whatIsAllowedIsNoErrorAndIsStillTold() {
    CommandRun run = run(ShopModule.class, "--allow", "DOUBT01=we looked");
    assertThat(run.out()).contains("DOUBT01", "allowed here: we looked", "0 errors", "1 allowed");
    assertThat(run.code()).isZero();
    for (String wrong : List.of("DOUBT01", "DOUBT01= ", "NOSUCH01=x")) {
      assertThat(run(ShopModule.class, "--allow", wrong).code()).isEqualTo(2);
    }
  }

  @Test
  void whatIsSelectedIsLookedAtAlone() {
    CommandRun run = run(ShopModule.class, "--flow", "order-1");
    assertThat(run.out()).isEqualTo("0 errors, 0 warnings, 0 notes\n");
    assertThat(run.code()).isZero();
    assertThat(run(ShopModule.class, "--flow", "order-77").code()).isEqualTo(2);
  }

  @Test
  void aStuckShapeIsNoCleanBill() {
    CommandRun run = run(ShopModule.WithoutBook.class);
    assertThat(run.out()).contains("stuck   the code differs from what is stored", "1 stuck shape");
    assertThat(run.code()).isEqualTo(ExitCode.STUCK.code());
  }
}
