package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.portage.migration.history.Ended.Kind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 485 changes that were made to flows in production over twelve years, replayed with stubs on the
 * real engine: the old flow is left after so many tasks and resumed with the new code.
 */
class RealHistoriesTest {
  private static List<ReplayedChange> replayed = List.of();
  private static Tally tally = Tally.of(List.of());

  @BeforeAll
  static void replay() {
    replayed = ReplayedChange.all();
    tally = Tally.of(replayed);
  }

  @Test
  void withAnEmptyBookAFlowEndsWellOrIsRefused() {
    assertThat(ended(Stream.of(Kind.SILENT, Kind.FAILED).toList(), false)).isEmpty();
  }

  @Test
  void withABookThatDoesWhatFindingsSayFlowsEndWell() {
    assertThat(ended(List.of(Kind.SILENT, Kind.FAILED), true)).isEmpty();
    List<String> refused = ended(List.of(Kind.REFUSED), true);
    int replays = replayed.stream().mapToInt(change -> change.cuts().size()).sum();
    assertThat(refused.size()).as("refused: " + refused).isLessThanOrEqualTo(replays / 20);
  }

  @Test
  void everyRevertThatIsOwedRunsOnceIfTheLastTaskFails() {
    assertThat(replayed)
        .filteredOn(change -> !change.reverts().isEmpty())
        .extracting(change -> change.change().title() + ": " + change.reverts())
        .isEmpty();
  }

  @Test
  void verdictsAreThoseThatWereRead() throws IOException {
    assumeThat(RealChange.EVERYWHERE).isFalse();
    Golden.check("verdicts.txt", tally.verdicts());
  }

  @Test
  void theReferenceHasTheSameNumbers() throws IOException {
    assumeThat(RealChange.EVERYWHERE).isFalse();
    System.out.println(tally.table());
    Golden.checkReference("summary", tally.table());
    Golden.checkReference("kinds", tally.kinds());
  }

  private static List<String> ended(List<Kind> kinds, boolean mended) {
    return replayed.stream()
        .flatMap(
            change ->
                (mended ? change.mended() : change.alone())
                    .stream()
                        .filter(ended -> kinds.contains(ended.kind()))
                        .map(ended -> change.change().title() + " " + ended + " " + ended.detail()))
        .toList();
  }
}
