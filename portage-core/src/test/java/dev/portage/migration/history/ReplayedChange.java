package dev.portage.migration.history;

import dev.portage.migration.Migrations;
import dev.portage.migration.history.Cut.Ending;
import dev.portage.migration.history.RealChange.RealAtom;
import dev.portage.model.FlowState;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of flows of one change, at each of its cuts.
 *
 * @param change the change
 * @param cuts where flows were left
 * @param alone what became of them with an empty book
 * @param mended what became of them with a book that does what the findings say
 * @param book that book
 * @param reverts what is wrong with the reverts of the flow in the middle, when its last task fails
 */
record ReplayedChange(
    RealChange change,
    List<Cut> cuts,
    List<Ended> alone,
    List<Ended> mended,
    Mended book,
    String reverts) {
  private static final int MOST_ROUNDS = 12;

  static ReplayedChange of(RealChange change) {
    try {
      return replay(change);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw new IllegalStateException("change " + change.number() + " " + change.title(), e);
    }
  }

  private static ReplayedChange replay(RealChange change) throws InterruptedException {
    List<Cut> cuts = new ArrayList<>();
    List<Ended> alone = new ArrayList<>();
    for (int at : change.cuts().keySet()) {
      Cut cut = Cut.of(change, at);
      Stubs stubs = new Stubs(change);
      Ending ending = cut.resume(stubs, Migrations.of(Stubs.FLOW, book -> {}));
      cuts.add(cut);
      alone.add(Ended.of(cut, stubs, ending, atom -> false));
    }
    Mended book = new Mended(change);
    List<Ended> mended = mend(cuts, book);
    String reverts = cuts.isEmpty() ? "" : reverts(cuts.get(cuts.size() / 2), book);
    return new ReplayedChange(change, cuts, alone, mended, book, reverts);
  }

  /** One book serves the flows at every cut: each objection adds to it. */
  private static List<Ended> mend(List<Cut> cuts, Mended book) throws InterruptedException {
    boolean goesOn = true;
    for (int round = 0; goesOn && round < MOST_ROUNDS; round++) {
      goesOn = false;
      for (Cut cut : cuts) {
        goesOn |= book.answer(cut.objections(book.stubs(), book.migrations()));
      }
    }
    List<Ended> mended = new ArrayList<>();
    for (Cut cut : cuts) {
      Stubs stubs = book.stubs();
      mended.add(Ended.of(cut, stubs, cut.resume(stubs, book.migrations()), book::decided));
    }
    return mended;
  }

  /** The last task fails: what was done and can be undone is undone once, the last first. */
  private static String reverts(Cut cut, Mended book) throws InterruptedException {
    List<RealAtom> tasks = cut.change().now().stream().filter(atom -> !atom.isRetry()).toList();
    RealAtom last = tasks.get(tasks.size() - 1);
    Stubs stubs = book.stubs();
    stubs.fail(last.name());
    Ending ending = cut.resume(stubs, book.migrations());
    if (ending.isRefused() || !stubs.ran.contains(last.name())) {
      return "";
    }
    List<String> owed = new ArrayList<>();
    for (RealAtom task : tasks) {
      String was = Hazards.oldName(cut.change(), task.name());
      if (task.reverts() && (stubs.ran.contains(task.name()) || cut.ran().contains(was))) {
        owed.add(0, task.name());
      }
    }
    return ending.reached().state() == FlowState.REVERTED && owed.equals(stubs.undone)
        ? ""
        : ending.reached().state() + ", owed " + owed + ", reverted " + stubs.undone;
  }

  /** Every change, replayed. */
  static List<ReplayedChange> all() {
    return RealChange.all().parallelStream().map(ReplayedChange::of).toList();
  }
}
