package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.FlowRecord;
import java.util.Collections;
import java.util.List;

/**
 * RERUN01: a finished task goes, and a similar one is new.
 *
 * @param stored the flow
 * @param target what it is to be
 * @param work its rows
 */
record RepeatLint(FlowRecord stored, Target target, Rewriting work) {
  void check() {
    work.droppedDone().forEach(this::repeated);
  }

  /** RERUN01: what a finished task did would be done again by a similar one. */
  private void repeated(ShapeAtom gone, Move.By by) {
    if (!gone.hasSideEffects()) {
      return;
    }
    if (UncheckedLint.isBare(stored.shape())) {
      perhapsRepeated(gone, by);
      return;
    }
    List<ShapeAtom> similar =
        work.newcomers().pending().keySet().stream()
            .map(name -> target.shape().atoms().get(name))
            .filter(fresh -> fresh != null && isSimilar(gone, fresh))
            .toList();
    boolean someProvideTheSame = similar.stream().anyMatch(fresh -> providesSame(gone, fresh));
    for (ShapeAtom fresh : similar) {
      String name = fresh.name();
      if ((providesSame(gone, fresh) || !someProvideTheSame)
          && work.stand(name).isUntouched()
          && work.directions().way(name) != Directions.Way.BACK) {
        work.finds(
            by,
            Finding.of(
                FindingCode.RERUN01,
                gone.name(),
                "is done and goes, and " + name + " would do the same again",
                again(gone.name(), name, by)));
      }
    }
  }

  /** The same where nobody knows what the old task did. */
  private void perhapsRepeated(ShapeAtom gone, Move.By by) {
    List<String> fresh =
        work.newcomers().pending().keySet().stream()
            .map(name -> target.shape().atoms().get(name))
            .filter(
                now ->
                    now != null
                        && now.kind() == gone.kind()
                        && work.stand(now.name()).isUntouched())
            .map(ShapeAtom::name)
            .toList();
    if (!fresh.isEmpty()) {
      work.finds(
          by,
          Finding.of(
                  FindingCode.RERUN01,
                  gone.name(),
                  "is done and goes; whether "
                      + PositionLint.listed(fresh)
                      + " would do the same again is not stored",
                  again(gone.name(), fresh.get(0), by))
              .as(FindingCode.Severity.WARNING));
    }
  }

  private static boolean providesSame(ShapeAtom gone, ShapeAtom fresh) {
    return !Collections.disjoint(gone.provides(), fresh.provides());
  }

  private static Remedy again(String gone, String fresh, Move.By by) {
    String drop = by.isStep() ? "" : Lines.drop(gone);
    String allow = drop + Lines.allow(FindingCode.RERUN01);
    return gone.equals(fresh) ? Remedy.of(allow) : Remedy.of(Lines.rename(gone, fresh), allow);
  }

  private static boolean isSimilar(ShapeAtom gone, ShapeAtom fresh) {
    if (gone.kind() != fresh.kind()) {
      return false;
    }
    boolean sameNeeds = gone.requires().equals(fresh.requires());
    if (gone.provides().isEmpty() && fresh.provides().isEmpty()) {
      return sameNeeds;
    }
    // A task may be renamed together with what it provides: then only what it needs tells.
    boolean sameNonEmptyNeeds = sameNeeds && !gone.requires().isEmpty();
    return sameNonEmptyNeeds || providesSame(gone, fresh);
  }
}
