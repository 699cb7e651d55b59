package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.model.FlowException;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowRecord;
import dev.portage.store.PayloadException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folds the moves of a plan over a stored flow and proves the result: the atoms are the target's,
 * every row has its atom, and the flow can be resumed. Pure; writes nothing.
 */
final class RecordRewriter {
  private RecordRewriter() {}

  /**
   * The rows afterwards.
   *
   * @param moves may be none, if only relations changed
   * @throws MapFailedException if a map of the user's threw
   * @throws CorruptRecordException if a row is stored of an atom that the flow does not have
   */
  static Rewritten rewrite(FlowRecord stored, Target target, List<Move> moves, Values values) {
    requireSound(stored);
    Rewriting work = new Rewriting(stored, target, values);
    try {
      work.directions().turnForward(Turning.resets(stored, target.shape().atoms(), moves));
      moves.forEach(work::take);
    } catch (PayloadException e) {
      throw new CorruptRecordException(
          stored.id().text(), "a stored output", String.valueOf(e.getMessage()), e);
    }
    work.finish();
    try {
      FanOutRows.settle(stored, target, work, values);
    } catch (FlowException e) {
      throw unreadable(stored, e);
    }
    new NameHolders(stored.id().text(), work.descent()).follow(work.rows());
    prove(stored, target, work);
    return new Rewritten(
        work.rows(),
        work.inputs(),
        work.meta(),
        findings(stored, target, work, values),
        work.descent().renamed(target.shape().atoms().byName().keySet()));
  }

  private static CorruptRecordException unreadable(FlowRecord stored, FlowException why) {
    return new CorruptRecordException(
        stored.id().text(), "the list or keys of a fan-out", String.valueOf(why.getMessage()), why);
  }

  /** What stands against a flow that the code has exactly as it is stored: keys at most. */
  static List<Finding> ofCurrent(FlowRecord stored, Target target) {
    try {
      Rewriting work = new Rewriting(stored, target, Values.REAL);
      return FanOutLint.check(stored, target, work, Values.REAL);
    } catch (PayloadException e) {
      throw unreadable(stored, e);
    }
  }

  private static List<Finding> findings(
      FlowRecord stored, Target target, Rewriting work, Values values) {
    try {
      List<Finding> retries = RetryLint.check(stored, target, work);
      List<Finding> late = PositionLint.check(stored, target, work);
      List<Finding> turned = OrderLint.check(stored, target, work);
      List<Finding> providers = ProviderLint.check(stored, target, work);
      List<Finding> resumable = ResumabilityCheck.check(stored, target, work);
      List<Finding> leftOut = LeftOutLint.check(target, work);
      List<Finding> owed = CompensationLint.check(stored, target, work);
      List<Finding> fanOuts = FanOutLint.check(stored, target, work, values);
      List<Finding> all =
          Stream.of(
                  work.findings(),
                  retries,
                  late,
                  turned,
                  providers,
                  resumable,
                  leftOut,
                  owed,
                  fanOuts)
              .flatMap(List::stream)
              .distinct()
              .toList();
      return UncheckedLint.check(stored, target, all);
    } catch (PayloadException e) {
      throw new CorruptRecordException(
          stored.id().text(),
          "the history of a retry, or the keys of a fan-out",
          String.valueOf(e.getMessage()),
          e);
    }
  }

  /** A row that no atom of the shape explains is damage, and the trouble of this flow alone. */
  private static void requireSound(FlowRecord stored) {
    for (AtomRecord row : stored.touched().values()) {
      ShapeAtom atom = stored.shape().atoms().get(row.name().template());
      if (atom == null || atom.kind() != row.kind()) {
        throw new CorruptRecordException(
            stored.id().text(),
            "atom '" + row.name() + "'",
            "the flow's shape " + stored.shape().fingerprint() + " has no such " + row.kind(),
            null);
      }
    }
  }

  private static void prove(FlowRecord stored, Target target, Rewriting work) {
    if (work.atoms().leftCount() > 0) {
      throw new IllegalStateException(
          "the plan for flow '"
              + stored.id()
              + "' ends at "
              + work.atoms()
              + ", expected "
              + target.shape().atoms());
    }
    boolean blocked = Finding.anyError(work.findings());
    work.rows()
        .keySet()
        .forEach(
            name -> {
              if (!blocked && !target.shape().atoms().has(name.template())) {
                throw new IllegalStateException(
                    "flow '" + stored.id() + "' would keep a row of " + name + ", which is gone");
              }
            });
  }
}
