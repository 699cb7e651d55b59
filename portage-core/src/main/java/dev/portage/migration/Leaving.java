package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compensation;
import java.util.Optional;

/** What stands against it that a row goes, whatever is done about the work that it has done. */
final class Leaving {
  private Leaving() {}

  /** The row as it is taken for when it goes; empty if it must not go. */
  static Optional<AtomRecord> settle(
      Rewriting work, Operation operation, InDoubt inDoubt, AtomRecord row) {
    if (work.isDead(operation, row) || isStillOwed(work, operation, row)) {
      return Optional.empty();
    }
    return (row.state().isInDoubt()
            ? Doubt.settle(work, operation, row, inDoubt)
            : Optional.of(row))
        .filter(settled -> hidesNothing(work, operation, settled));
  }

  /** LEAK01: it is there to undo what a task did that was dropped before. */
  private static boolean isStillOwed(Rewriting work, Operation operation, AtomRecord row) {
    Compensation owed = Compensation.isOwed(row) ? Compensation.of(row) : null;
    if (owed == null) {
      return false;
    }
    String name = row.name().toString();
    boolean isKnown = work.target(name) != null;
    work.finds(
        FindingCode.LEAK01,
        name,
        "is to undo what "
            + owed.task()
            + " did and has not run yet"
            + (isKnown ? "" : ", and the code has no such task"),
        Remedy.of(work.allowing(FindingCode.LEAK01, operation.line()))
            .advise("keep " + name + " in the code until it has run in such flows"));
    return !work.isAllowed(FindingCode.LEAK01);
  }

  private static boolean hidesNothing(Rewriting work, Operation operation, AtomRecord row) {
    boolean owesRevert =
        row.intention() == Intention.REVERT
            && (row.state() == AtomState.SUCCESS || row.state() == AtomState.REVERTING);
    boolean failed = row.state() == AtomState.FAILURE || row.state() == AtomState.REVERT_FAILURE;
    if (!failed && !owesRevert) {
      return true;
    }
    work.finds(
        FindingCode.FAIL01,
        row.name().template(),
        owesRevert
            ? "is to be reverted, and dropping it would lose that"
            : "has failed, and dropping it would hide the failure",
        Remedy.of(work.allowing(FindingCode.FAIL01, operation.line()))
            .advise("let the flow revert under the old code first"));
    return work.isAllowed(FindingCode.FAIL01);
  }
}
