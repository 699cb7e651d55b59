package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoTest {
  private static final int FLOWS = 16;
  @TempDir private Path directory;

  private CommandRun play(String... more) {
    String[] args = {
      "demo", "--dir", directory.toString(), "--flows", String.valueOf(FLOWS), "--seed", "3"
    };
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void nothingIsChargedTwiceShippedTwiceOrLost() {
    CommandRun run = play("-o", "json");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    JsonNode told = run.json();
    assertThat(told.path("flows").asInt()).isEqualTo(FLOWS);
    assertThat(told.path("finished").asInt()).isEqualTo(FLOWS);
    int left = told.path("unfinishedAtKill").asInt();
    assertThat(left).isPositive();
    for (String word : new String[] {"refused", "undone", "migrated", "resumed"}) {
      assertThat(told.path(word).asInt()).as(word).isEqualTo(left);
    }
    for (String word : new String[] {"chargedTwice", "shippedTwice", "lost", "broken"}) {
      assertThat(told.path(word).asInt(told.path(word).size())).as(word).isZero();
    }
    assertThat(told.path("rowsUnchanged").asBoolean()).isTrue();
    assertThat(told.path("undoExact").asBoolean()).isTrue();
    theFilesThatItLeavesCanBeLookedAt();
  }

  private void theFilesThatItLeavesCanBeLookedAt() {
    String store = "jdbc:sqlite:" + directory.resolve("shop.db");
    String jar = directory.resolve("release-2-migrations.jar").toString();
    CommandRun status =
        CommandRun.of(
            "status", "--finished-too", "--store", store, "--class-path", jar, "-o", "json");
    assertThat(status.code()).as(status.err()).isZero();
    assertThat(status.json().path("finished").asInt()).isEqualTo(FLOWS);
    String last = "order-0" + FLOWS;
    assertThat(CommandRun.of("show", last, "--store", store).out()).contains("charge-card", "pack");
    assertThat(CommandRun.of("history", last, "--store", store).out()).contains("charge-by-card");
  }

  @Test
  void aDirectoryWithOtherFilesIsLeftAlone() throws IOException {
    Path mine = Files.writeString(directory.resolve("thesis.txt"), "years of work");
    CommandRun run = play();
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("not a demo's", "--dir").doesNotContain("\tat ");
    assertThat(mine).hasContent("years of work");
    assertThat(directory).isDirectoryContaining(file -> file.equals(mine)).isNotEmptyDirectory();
  }

  @Test
  void aSensibleNumberOfFlowsIsAskedFor() {
    CommandRun run = CommandRun.of("demo", "--flows", "1");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("4 to 999");
  }
}
