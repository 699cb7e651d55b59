package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.Terminal.Keyboard;
import dev.portage.model.FlowState;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruneVerbTest {

  private Instant now = Instant.parse("2020-01-01T10:00:00Z");
  private final Shop shop = new Shop(() -> now);
  private final String store = shop.url("pruning");
  @TempDir private Path directory;

  @BeforeEach
  void fill() {
    for (int i = 0; i < 4; i++) {
      flow("order-" + i, i == 0 ? FlowState.FAILURE : FlowState.SUCCESS);
      now = now.plusSeconds(3600);
    }
    refund();
    now = Instant.now();
    flow("young", FlowState.SUCCESS);
  }

  private void flow(String id, FlowState state) {
    shop.submit(id, Shop.OLD);
    shop.change(id, Shop.OLD, state, LeaseChange.keep(), Shop.done("reserve", "{\"a\":1}"));
  }

  /** A flow of another name. */
  private void refund() {
    FlowWrite write =
        new FlowWrite(
            new FlowHeader.Key(FlowId.of("refund-1"), "refund", ""),
            FlowWrite.Expected.ABSENT,
            new FlowWrite.Head(FlowState.REVERTED, Shop.json("{}"), null, Shop.OLD, null),
            List.of(),
            List.of(),
            LeaseChange.keep(),
            null);
    assertThat(shop.store().commit(write)).isCompleted();
  }

  private CommandRun run(String... args) {
    return run(null, args);
  }

  private CommandRun run(@Nullable Keyboard keyboard, String... args) {
    List<String> all = new ArrayList<>(List.of("prune", "--store", store));
    all.addAll(List.of(args));
    return CommandRun.on(StandardCharsets.UTF_8, keyboard, all.toArray(String[]::new));
  }

  private static String untimed(String out) {
    return out.replaceAll("(before |Before\" : \")[^ \"]+( ..:..:..Z)?", "$1THEN");
  }

  private List<FlowHeader> everything() {
    return shop.store().find(FlowQuery.all());
  }

  private List<String> left() {
    return everything().stream().map(header -> header.id().text()).toList();
  }

  @Test
  void aDryRunSaysWhatWouldGoAndChangesNothing() {
    List<FlowHeader> before = everything();

    CommandRun text = run("--older-than", "30d", "--dry-run");
    CommandRun json = run("--older-than", "30d", "--dry-run", "-o", "json");

    Golden.matches("prune-dry-run.txt", untimed(text.out()));
    Golden.matches("prune-dry-run.json", untimed(json.out()));
    assertThat(text.code() + json.code()).isZero();
    assertThat(text.err() + json.err()).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void whatWasFinishedLongAgoGoesAndNothingElse() {
    CommandRun prune = run("--older-than", "30d", "--batch", "2", "--yes");

    Golden.matches("prune.txt", untimed(prune.out()));
    assertThat(prune.code()).isZero();
    assertThat(left()).containsExactly("order-0", "young");
    assertThat(run("--older-than", "30d", "--yes").out())
        .startsWith("no flow of memory was finished before ");
  }

  @Test
  void theDocumentSaysHowManyHaveGone() {
    CommandRun prune = run("--older-than", "30d", "--yes", "-o", "json");

    assertThat(prune.json().path("selected").asInt()).isEqualTo(4);
    assertThat(prune.json().path("removed").asInt()).isEqualTo(4);
    assertThat(prune.json().path("dryRun").asBoolean()).isFalse();
    assertThat(prune.json().path("exit").asInt()).isZero();
    assertThat(run("--older-than", "30d", "-o", "json").json().path("selected").asInt()).isZero();
  }

  @Test
  void aPersonIsAskedForTheNumber() {
    List<String> asked = new ArrayList<>();
    List<FlowHeader> before = everything();

    CommandRun declined =
        run(
            question -> {
              asked.add(question);
              return "yes";
            },
            "--older-than",
            "1w");
    assertThat(declined.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(asked).singleElement().asString().startsWith("Remove 4 flows for ever from memory?");
    assertThat(declined.out()).contains("3   flows   oldest 2020-01-01 11:00:00Z");
    assertThat(everything()).isEqualTo(before);

    assertThat(run(question -> "4", "--older-than", "1w").out()).endsWith("4 flows removed\n");
  }

  @Test
  void whereNobodyCanBeAskedAYesIsNeeded() {
    List<FlowHeader> before = everything();
    CommandRun prune = run("--older-than", "30d");
    assertThat(prune.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(prune.err()).contains("look at portage prune --dry-run, then add --yes");
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "d", "-1d", "1.5d", "30 days", "P-3D", "PT-1S", "9999999999d", ""})
  void whatIsNoLengthOfTimeIsRefused(String period) {
    CommandRun prune = run("--older-than=" + period, "--yes");
    assertThat(prune.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(prune.err()).contains("--older-than", "is no length of time; one is 90s, 45m");
    assertThat(left()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({"90s, PT90S", "45m, PT45M", "12h, PT12H", "30d, P30D", "8w, P56D", "P1DT6H, PT30H"})
  void lengthsOfTimeAreShortOrIso(String period, Duration expected) {
    assertThat(new PeriodConverter().convert(period)).isEqualTo(expected);
  }

  @Test
  void whatIsMissingOrOutOfRangeIsToldBeforeAnythingIsRead() {
    assertThat(run("--yes").err()).contains("Missing required option: '--older-than=PERIOD'");
    assertThat(run("--older-than", "30d", "--batch", "0").err())
        .contains("--batch takes 1 to 10,000, found 0");
    assertThat(run("--older-than", "30d", "--batch", "10001").code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run("--older-than", "999999999w", "--dry-run").out()).contains("1970-01-01");
  }

  @Test
  void whatIsStoppedLeavesTheRestForTheNextTime() {
    OutputOptions output =
        new OutputOptions(
            new Terminal(
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8,
                Map.of(),
                null));
    PruneAnswer found =
        PruneAnswer.found(shop.store(), Expiry.of(Duration.ofDays(30), Instant.now()));
    try (StopRequest stop = StopRequest.listen(output)) {
      PruneRun run = new PruneRun(output, stop, found);
      stop.ask();
      run.remove(shop.store(), 1);
      PruneAnswer answer = found.after(run, List.of("portage prune"));
      assertThat(answer.exit()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(answer.text(output.style()))
          .isEqualTo(
              """
              0 flows removed of 4
              stopped on request; the rest is as it was
              next: portage prune
              """);
    }
    assertThat(left()).hasSize(6);
  }

  @Test
  void aSqliteFileIsPrunedAndADryRunDoesNotEvenTouchIt() throws Exception {
    String url = "jdbc:sqlite:" + directory.resolve("shop.db");
    try (FlowStore file = FlowStores.open(url)) {
      Shop other = new Shop(file);
      for (String id : List.of("order-1", "order-2")) {
        other.submit(id, Shop.OLD);
      }
      other.change("order-2", Shop.OLD, FlowState.SUCCESS, LeaseChange.keep());
    }
    byte[] before = Files.readAllBytes(directory.resolve("shop.db"));

    CommandRun dry = CommandRun.of("prune", "--store", url, "--older-than", "0s", "--dry-run");

    assertThat(dry.out()).contains("1 flow would be removed; dry run");
    assertThat(directory.resolve("shop.db")).hasBinaryContent(before);
    CommandRun prune = CommandRun.of("prune", "--store", url, "--older-than", "0s", "--yes");
    assertThat(prune.out()).endsWith("1 flow removed\n");
    try (FlowStore file = FlowStores.open(url)) {
      assertThat(file.find(FlowQuery.all()))
          .extracting(FlowHeader::id)
          .containsExactly(FlowId.of("order-1"));
    }
  }
}
