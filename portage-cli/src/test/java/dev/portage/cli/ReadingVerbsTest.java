package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ReadingVerbsTest {
  private final String store = Shop.withFlows().url("reading");

  private CommandRun run(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--store";
    all[args.length + 1] = store;
    return CommandRun.of(all);
  }

  @Test
  void statusCountsFlowsByShape() {
    CommandRun run = run("status");
    Golden.matches("status.txt", run.out());
    assertThat(run.code()).isZero();
  }

  @Test
  void statusAsJsonIsOneDocument() {
    CommandRun run = run("status", "-o", "json");
    Golden.matches("status.json", run.out());
    assertThat(run.err()).isEmpty();
    assertThat(run.json().path("unfinished").asInt()).isEqualTo(3);
  }

  @Test
  void statusTakesOnlyTheShapeThatIsAskedFor() {
    String prefix = Shop.NEW.fingerprint().brief();
    assertThat(run("status", "--shape", prefix, "-o", "json").json().path("shapes")).hasSize(1);
    assertThat(run("status", "--type", "refund").out())
        .isEqualTo("no unfinished flows in memory (finished ones: --finished-too)\n");
    assertThat(run("status", "--type", "refund", "--finished-too").out())
        .isEqualTo("no flows in memory\n");
  }

  @Test
  void showTellsEverythingOfAFlow() {
    Golden.matches("show-in-doubt.txt", run("show", "order-2").out());
    Golden.matches("show-failed.txt", run("show", "order-4").out());
    Golden.matches("show-failed.json", run("show", "order-4", "-o", "json").out());
  }

  @Test
  void showHidesValuesWhenAsked() {
    CommandRun text = run("show", "order-4", "--no-values");
    CommandRun json = run("show", "order-4", "--no-values", "-o", "json");
    assertThat(text.out() + json.out()).doesNotContain("r4", "card declined");
    assertThat(text.out()).contains("shop.Declined");
  }

  @Test
  void whyAFlowWasRefusedStandsBesideIt() {
    Shop shop =
        Shop.withFlows()
            .refuse(
                "order-2",
                "flow 'order-2' is not resumed\n  next: \u001b[31mwait",
                "RERUN01",
                "LEAK01");
    String url = shop.url("refused");
    Golden.matches("show-refused.txt", CommandRun.of("show", "order-2", "--store", url).out());
    assertThat(CommandRun.of("status", "--store", url).out())
        .contains("1 flow refused; why stands beside each: portage show order-2");
    CommandRun hidden = CommandRun.of("show", "order-2", "--store", url, "--no-values");
    assertThat(hidden.out()).contains("RERUN01, LEAK01").doesNotContain("is not resumed");
    CommandRun json = CommandRun.of("show", "order-2", "--store", url, "-o", "json");
    assertThat(json.json().path("refusal").path("codes")).hasSize(2);
    assertThat(json.json().path("refusal").path("actor").stringValue()).isEqualTo("worker-7");
    assertThat(run("show", "order-2", "-o", "json").json().path("refusal").isNull()).isTrue();
  }

  @Test
  void showWritesValuesAsDeepAsTheyAreRead() {
    Shop shop = new Shop();
    shop.submit("deep", Shop.OLD);
    String deep = "[".repeat(900) + "]".repeat(900);
    Payload python = new Payload(Payload.PYTHON_JSON, deep.getBytes(StandardCharsets.UTF_8));
    AtomRecord reserve = Shop.done("reserve", "{}");
    Execution done = reserve.execution().producing("1.0", Output.of(List.of(), python));
    shop.change("deep", Shop.OLD, FlowState.SUSPENDED, LeaseChange.keep(), reserve.with(done));
    CommandRun run = CommandRun.of("show", "deep", "--store", shop.url("deep"));
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(deep);
  }

  @Test
  void showWithVerboseHasStackTraces() {
    assertThat(run("show", "order-4", "-v").out()).contains("at x");
  }

  @Test
  void showFindsAShapeByItsPrefix() {
    CommandRun run = run("show", Shop.OLD.fingerprint().hex().substring(0, 6));
    Golden.matches("show-shape.txt", run.out());
  }

  @Test
  void diffListsRemovedAddedAndRelations() {
    CommandRun run = run("diff", Shop.OLD.fingerprint().brief(), "order-4");
    Golden.matches("diff.txt", run.out());
    CommandRun json = run("diff", "order-1", "order-4", "-o", "json");
    Golden.matches("diff.json", json.out());
    assertThat(run("diff", "order-1", "order-2").out()).contains("equal");
  }

  @Test
  void historyOfAFlowBeginsWithItsBirth() {
    Shop shop = Shop.withFlows();
    shop.journal("order-1");
    shop.journal("order-2");
    String url = shop.url("history");
    Golden.matches("history-flow.txt", CommandRun.of("history", "order-1", "--store", url).out());
    Golden.matches("history.txt", CommandRun.of("history", "--store", url).out());
    assertThat(
            CommandRun.of("history", "--store", url, "-o", "json")
                .json()
                .path("migrations")
                .asInt())
        .isEqualTo(2);
    assertThat(run("history").out()).contains("was ever migrated");
  }

  @Test
  void whereTheTerminalKnowsOnlyAsciiNothingIsLost() {
    CommandRun run =
        CommandRun.on(StandardCharsets.US_ASCII, null, "show", "order-2", "--store", store);
    assertThat(run.out()).contains("r\\u00e9servation").doesNotContain("?");
  }

  @Test
  void coloursAreForPeopleOrOnDemand() {
    assertThat(run("status", "--color", "always").out()).contains("\u001b[1m");
    assertThat(run("status").out()).doesNotContain("\u001b");
    CommandRun person =
        CommandRun.on(StandardCharsets.UTF_8, question -> null, "status", "--store", store);
    assertThat(person.out()).contains("\u001b[1m");
  }

  @Test
  void quietSaysNothing() {
    CommandRun run = run("status", "-q");
    assertThat(run.out() + run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void anAnswerIsYamlWhereThatIsAskedFor() {
    String url = Shop.withFlows().url("yaml");
    CommandRun yaml = CommandRun.of("status", "--store", url, "-o", "yaml");
    assertThat(yaml.code()).as(yaml.err()).isZero();
    assertThat(new YAMLMapper().readTree(yaml.out()))
        .isEqualTo(CommandRun.of("status", "--store", url, "-o", "json").json());
  }
}
