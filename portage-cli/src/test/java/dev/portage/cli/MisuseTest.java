package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MisuseTest {
  private final String store = Shop.withFlows().url("misuse");

  private static void isOneMessage(CommandRun run, ExitCode exit) {
    assertThat(run.code()).isEqualTo(exit.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").doesNotContain("\tat ").endsWith("\n");
  }

  @Test
  void anUnknownVerbIsAnsweredWithTheOneThatWasMeant() {
    CommandRun run = CommandRun.of("stauts");
    isOneMessage(run, ExitCode.USAGE);
    assertThat(run.err()).containsPattern("did you mean: .*status");
  }

  @Test
  void withoutAVerbThereIsHelp() {
    CommandRun run = CommandRun.of();
    isOneMessage(run, ExitCode.USAGE);
    assertThat(run.err()).contains("portage --help");
  }

  @Test
  void aStoreIsNeeded() {
    CommandRun run = CommandRun.of("status");
    isOneMessage(run, ExitCode.USAGE);
    assertThat(run.err()).contains("--store");
  }

  @Test
  void aUrlThatNobodyTakesIsRefused() {
    CommandRun run = CommandRun.of("status", "--store", "nosuch://user:secret@host/x?password=1");
    isOneMessage(run, ExitCode.USAGE);
    assertThat(run.err()).doesNotContain("secret", "password=1");
  }

  @Test
  void anUnknownFlowSaysWhatIsThere() {
    CommandRun run = CommandRun.of("show", "order-77", "--store", store);
    isOneMessage(run, ExitCode.USAGE);
    assertThat(run.err()).contains("order-77", "order-1", "next: portage status");
    isOneMessage(CommandRun.of("history", "order-77", "--store", store), ExitCode.USAGE);
    isOneMessage(CommandRun.of("diff", "order-77", "order-1", "--store", store), ExitCode.USAGE);
  }

  @Test
  void aPrefixThatIsTooShortIsRefused() {
    isOneMessage(CommandRun.of("status", "--shape", "ab", "--store", store), ExitCode.USAGE);
    isOneMessage(CommandRun.of("status", "--shape", "wxyz", "--store", store), ExitCode.USAGE);
  }

  static Stream<String> verbs() {
    return Stream.concat(
        Verbs.NAMES.stream(),
        Stream.of("show", "check", "create", "upgrade").map(v -> "schema " + v));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasHelpWithAnExample(String verb) {
    CommandRun run = CommandRun.of((verb + " --help").split(" ", -1));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Usage: portage " + verb, "Example", "--output", "--profile")
        .containsPattern("Examples?: .*portage " + verb);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpOfTheWholeListsTheVerbsAndExitCodes() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("status", "show", "diff", "history", "9 integrity");
  }

  @Test
  void hostileNamesDoNotReachTheTerminal() {
    Shop shop = new Shop();
    shop.submit("order \u202e[31m", Shop.OLD);
    CommandRun run = CommandRun.of("show", "order \u202e[31m", "--store", shop.url("hostile"));
    assertThat(run.out()).contains("\\u202e").doesNotContain("\u202e");
  }
}
