package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.store.FlowId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands against a migration can be taken on by whoever starts it. */
class AllowedForOneRunTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();
  private final FlowId id =
      lab.given(
          linear(lab.undoable(lab.task("hold")), lab.task("pay"), lab.task("ship")),
          done("hold"),
          done("pay"));
  private final Flow now = linear(lab.task("pay"), lab.task("ship"));

  @Test
  void aRuleOfTheBookPassesAndTheJournalHasTheReason() {
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Blocked.class);

    Migrations allowing = STANDARD.allowing(Map.of(FindingCode.LEAK01, "released by hand, OPS-7"));
    Finding found = lab.forecast(now, allowing).situations().get(0).findings().get(0);
    assertThat(found.code()).isEqualTo(FindingCode.LEAK01);
    assertThat(found.isError()).isFalse();
    assertThat(lab.migrate(id, now, allowing)).isInstanceOf(Outcome.Migrated.class);

    assertThat(lab.store.journal(id).get(0).moves().tree().toString())
        .contains("released by hand, OPS-7");
    assertThat(lab.forecast(now, STANDARD).verdict()).isEqualTo(Verdict.CURRENT);
  }

  @Test
  void anotherFindingStandsAsBefore() {
    Migrations other = STANDARD.allowing(Map.of(FindingCode.RERUN01, "it may run twice"));

    assertThat(lab.migrate(id, now, other)).isInstanceOf(Outcome.Blocked.class);
  }

  @Test
  void aStepGivesItsOwnReason() {
    Migrations own =
        book(b -> b.step("drop-hold", s -> s.drop("hold").allow("LEAK01", "nothing was held")));

    lab.migrate(id, now, own.allowing(Map.of(FindingCode.LEAK01, "said at the start")));

    assertThat(lab.store.journal(id).get(0).moves().tree().toString())
        .contains("nothing was held")
        .doesNotContain("said at the start");
  }

  @Test
  void whatNeedsAnAnswerCannotBeAllowed() {
    assertThatThrownBy(() -> STANDARD.allowing(Map.of(FindingCode.LATE01, "late is fine")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LATE01 needs an answer");
    assertThatThrownBy(() -> STANDARD.allowing(Map.of(FindingCode.LEAK01, " ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a reason");
  }
}
