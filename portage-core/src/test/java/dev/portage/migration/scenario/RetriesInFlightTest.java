package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Outcome;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Retry;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import org.junit.jupiter.api.Test;

/** Flows whose retry is between two attempts are left alone; others go on. */
class RetriesInFlightTest {
  private final Lab lab = new Lab();

  private Flow flow(String last) {
    return Flow.linear(Lab.FLOW)
        .retry(Retry.times("again", 3))
        .add(lab.task("a"))
        .add(lab.task(last))
        .build();
  }

  private static AtomRecord retry(AtomState state, Intention intention) {
    return AtomRecord.untouched(AtomName.of("again"), AtomKind.RETRY)
        .in(state)
        .intending(intention);
  }

  @Test
  void aFlowThatIsUndoneForItsNextAttemptIsNotMigrated() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(
            flow("b"),
            retry(AtomState.SUCCESS, Intention.RETRY),
            Lab.reverting(Lab.row("a", AtomState.REVERTING, "{}")));
    assertThat(lab.refused(id, flow("c"), book(b -> {})).errors()).contains("RETRY01 again");
  }

  @Test
  void aFlowInsideAnAttemptIsMigrated() {
    FlowId id = lab.given(flow("b"), retry(AtomState.SUCCESS, Intention.EXECUTE), Lab.done("a"));
    assertThat(lab.migrate(id, flow("c"), book(b -> {}))).isInstanceOf(Outcome.Migrated.class);
  }
}
