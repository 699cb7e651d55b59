package dev.portage.migration.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookDraft;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.frontier.FrontierCase.BookKind;
import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Carries a flow over. Where it is refused it does what the findings say, line by line as printed,
 * until the flow is migrated or only people can help. A refusal leaves the flow as it was.
 */
final class Mender {
  private static final int MOST_ROUNDS = 25;

  /** Every major version stores another type here, so the old output is never the new one. */
  private static final String LIE = "OutputMap.SAME";

  private final Stage stage;
  private final FrontierCase on;
  private final Random random;
  private final Tally tally;
  private final Set<String> answered = new HashSet<>();
  private final List<String> story = new ArrayList<>();
  private BookDraft book;
  private Migrations migrations;

  Mender(Stage stage, FrontierCase on, Random random, Tally tally) {
    this.stage = stage;
    this.on = on;
    this.random = random;
    this.tally = tally;
    this.book = on.book();
    this.migrations = on.kind() == BookKind.NONE ? Migrations.none() : migrations(on.kind());
  }

  private Migrations migrations(BookKind kind) {
    return Migrations.of(
        SketchCode.FLOW,
        builder -> {
          book.writeTo(builder);
          if (kind == BookKind.STRICT) {
            builder.strict();
          }
        });
  }

  /** The book that has led to the target at last. */
  Migrations book() {
    return migrations;
  }

  /** What was done, for people. */
  @Override
  public String toString() {
    return String.join("\n", story);
  }

  /** How the flow was carried over; null if only people can help. */
  Outcome migrate(FlowId id) {
    String before = stage.image(id);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Outcome outcome = stage.migrate(id, migrations);
      story.add(outcome.toString());
      if (outcome instanceof Outcome.Migrated || outcome instanceof Outcome.Current) {
        tally.mended(answered);
        return outcome;
      }
      assertThat(stage.image(id)).as("refused, so not touched: " + outcome).isEqualTo(before);
      if (!mend(outcome)) {
        return null;
      }
    }
    throw new AssertionError("no end of answers:\n" + this);
  }

  private boolean mend(Outcome outcome) {
    if (outcome instanceof Outcome.Blocked blocked) {
      return answer(blocked.findings());
    }
    if (outcome instanceof Outcome.Stuck stuck) {
      assertThat(stuck.why()).isNotBlank();
      tally.stuck();
      if (stuck.why().startsWith("step ")) {
        assertThat(stuck.findings()).as(stuck.why()).isEmpty();
        return false; // the book contradicts itself, or the flow
      }
      if (stuck.findings().stream().anyMatch(each -> each.code() == FindingCode.RULE01)) {
        tally.provoked(FindingCode.RULE01);
        return anotherBook(stuck.why());
      }
      return stuck.findings().stream().anyMatch(Finding::isError)
          ? answer(stuck.findings())
          : anotherBook(stuck.why());
    }
    throw new AssertionError("neither migrated nor refused: " + outcome);
  }

  private boolean answer(List<Finding> findings) {
    List<Finding> errors = findings.stream().filter(Finding::isError).toList();
    errors.forEach(error -> tally.provoked(error.code()));
    if (errors.stream().anyMatch(error -> error.remedies().isEmpty())) {
      errors.stream().filter(error -> error.remedies().isEmpty()).forEach(this::advised);
      return false;
    }
    Finding error = errors.get(0);
    assertThat(answered.add(error.code() + " " + error.sentence()))
        .as("the answer to " + error + " mends it")
        .isTrue();
    List<String> lines = error.remedies().stream().filter(line -> !line.contains(LIE)).toList();
    String line = lines.get(random.nextInt(3) > 0 ? 0 : random.nextInt(lines.size()));
    story.add("answered with " + line);
    book = book.copy().answer(error, line);
    migrations = migrations(BookKind.ALL);
    return true;
  }

  private void advised(Finding error) {
    assertThat(Tally.FOR_PEOPLE).as(error.toString()).contains(error.code());
    assertThat(error.advice()).as(error.toString()).isNotBlank();
    tally.advised(error.code());
  }

  /** Where no code says what is wrong, the book itself is: it is missing, strict or erratic. */
  private boolean anotherBook(String why) {
    if (on.kind() == BookKind.ALL || !answered.add("another book")) {
      throw new AssertionError("stuck, and nothing says how to go on: " + why + "\n" + this);
    }
    story.add("another book");
    book = book.withoutRules();
    migrations = migrations(BookKind.ALL);
    return true;
  }

  /** The codes that were answered. */
  static FindingCode code(String answered) {
    return FindingCode.of(answered.substring(0, answered.indexOf(" "))).orElseThrow();
  }
}
