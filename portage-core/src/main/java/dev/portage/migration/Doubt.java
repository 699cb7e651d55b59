package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Output;
import dev.portage.store.Reversal;
import java.util.List;
import java.util.Optional;

/** What becomes of an atom that was running when its process died. */
final class Doubt {
  private Doubt() {}

  /** What an atom in doubt is taken for; empty if that blocks the flow. */
  static Optional<AtomRecord> settle(
      Rewriting work, Operation operation, AtomRecord row, InDoubt choice) {
    String by = work.by().name();
    boolean wasReverting = row.state() == AtomState.REVERTING;
    return switch (choice.choice()) {
      case BLOCK -> {
        work.finds(
            FindingCode.DOUBT01,
            row.name().toString(),
            "is "
                + row.state()
                + " in a flow whose process died; '"
                + operation.describe()
                + "' must not guess how far it got",
            remedy(work, operation));
        yield Optional.empty();
      }
      case AS_PENDING ->
          Optional.of(row.state() == AtomState.RUNNING ? row.in(AtomState.PENDING) : row);
      case AS_DONE ->
          Optional.of(
              wasReverting
                  ? row.in(AtomState.REVERTED)
                  : row.in(AtomState.SUCCESS)
                      .with(
                          row.execution()
                              .producing(
                                  work.stored(row.name().template()).version(),
                                  Output.of(choice.doneOutput()))));
      case AS_FAILED ->
          Optional.of(wasReverting ? withRevertFailure(row, by) : withFailure(row, by));
    };
  }

  /** In a step a line before the operation; instead of a rule a step that says both. */
  private static Remedy remedy(Rewriting work, Operation operation) {
    String call = work.by().isStep() ? "" : operation.line();
    return Remedy.of(
            Lines.inDoubt(InDoubt.AS_PENDING) + call, Lines.inDoubt(InDoubt.AS_FAILED) + call)
        .advise(
            "AS_PENDING if it may run again, AS_FAILED if it is to be reverted,"
                + " InDoubt.asDone(..) if you know that it has done its work");
  }

  private static Failure declared(String by) {
    return new Failure(by, "declared failed by a migration", "", List.of(), null);
  }

  private static AtomRecord withFailure(AtomRecord row, String by) {
    Execution old = row.execution();
    return row.in(AtomState.FAILURE)
        .with(
            new Execution(
                old.version(),
                null,
                declared(by),
                old.attempts(),
                old.idempotencyKey(),
                old.times()));
  }

  private static AtomRecord withRevertFailure(AtomRecord row, String by) {
    return row.in(AtomState.REVERT_FAILURE).with(new Reversal(null, declared(by)));
  }
}
