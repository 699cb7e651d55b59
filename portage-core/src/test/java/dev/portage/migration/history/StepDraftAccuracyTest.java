package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.history.RealHistory.Release;
import dev.portage.shape.Shape;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Drafted steps beside the renames that a person has judged. */
class StepDraftAccuracyTest {
  private static final String HEAD =
      "| of | judged renames | drafted | asked, offered first | asked, offered later | missed |"
          + " drafted, not judged |\n|---|--:|--:|--:|--:|--:|--:|\n";

  private static DraftedRenames inChanges(Predicate<RealChange> which) {
    DraftedRenames drafted = new DraftedRenames();
    for (RealChange change : RealChange.all()) {
      if (which.test(change)) {
        Stubs stubs = new Stubs(change);
        drafted.add(Shape.of(stubs.old()), Shape.of(stubs.now()), change.renames());
      }
    }
    return drafted;
  }

  /** The project that weights may be tuned on; the others only tell how good they are. */
  private static boolean isForTuning(RealChange change) {
    return change.title().startsWith("octavia/");
  }

  private static DraftedRenames inHistories() {
    DraftedRenames drafted = new DraftedRenames();
    for (RealHistory history : RealHistory.all()) {
      List<Release> releases = history.releases();
      for (int i = 1; i < releases.size(); i++) {
        Release from = releases.get(i - 1);
        Release to = releases.get(i);
        drafted.add(from.shape(), to.shape(), history.renames(from, to));
      }
    }
    return drafted;
  }

  @Test
  void whatIsDraftedWithoutAskingIsRightAndTheRestIsAsked() throws IOException {
    DraftedRenames changes = inChanges(change -> true);
    DraftedRenames histories = inHistories();
    String table =
        HEAD + changes.row("the 485 changes") + histories.row("the 64 flows, all releases");
    System.out.println(table + changes.unjudged + histories.unjudged + histories.missed);
    assertThat(changes.missed).as("renames that would be drops, and nobody is asked").isEmpty();
    assertThat(histories.missed).isEmpty();
    Golden.check(
        "unjudged-renames.txt",
        String.join("\n", changes.unjudged)
            + "\n\n"
            + String.join("\n", histories.unjudged)
            + "\n");
    Golden.checkReference("drafts", table);
  }

  @Test
  void whatIsNotTunedOnIsDraftedAsWell() throws IOException {
    DraftedRenames tuned = inChanges(StepDraftAccuracyTest::isForTuning);
    DraftedRenames heldOut = inChanges(change -> !isForTuning(change));
    assertThat(heldOut.precision()).isGreaterThan(0.95);
    assertThat(heldOut.missed).isEmpty();
    Golden.checkReference(
        "held-out",
        "| of | judged renames | precision | recall | with the first answer offered |\n"
            + "|---|--:|--:|--:|--:|\n"
            + tuned.rates("Octavia, for tuning")
            + heldOut.rates("Cinder and Glance, held out"));
  }
}
