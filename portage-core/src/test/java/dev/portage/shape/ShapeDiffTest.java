package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomKind;
import dev.portage.model.Names;
import dev.portage.shape.Inconsistency.KindChanged;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShapeDiffTest {
  private static final long SEED = 7_201L;
  private static final int ROUNDS = 3_000;

  @Test
  void nothingDiffersFromItself() {
    RandomShapes random = new RandomShapes(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = random.shape();
      ShapeDiff diff = ShapeDiff.between(shape, Shape.of(random.shuffled(shape.root())));
      assertThat(diff.isEmpty()).as("seed %s, round %s", SEED, round).isTrue();
      assertThat(diff.size()).isZero();
    }
  }

  @Test
  void theOtherWayRoundIsTheMirrorImage() {
    RandomShapes random = new RandomShapes(SEED + 1);
    for (int round = 0; round < ROUNDS; round++) {
      AtomSet a = random.shape().atoms();
      AtomSet b = round % 3 == 0 ? random.shape().atoms() : random.near(random.near(a));
      Set<Inconsistency> mirrored =
          ShapeDiff.between(b, a).inconsistencies().stream()
              .map(ShapeDiffTest::mirror)
              .collect(Collectors.toSet());
      ShapeDiff diff = ShapeDiff.between(a, b);
      assertThat(Set.copyOf(diff.inconsistencies()))
          .as("seed %s, round %s", SEED + 1, round)
          .isEqualTo(mirrored)
          .hasSize(diff.size());
    }
  }

  private static Inconsistency mirror(Inconsistency of) {
    if (of instanceof TaskRemoved removed) {
      return new TaskAdded(removed.stored());
    } else if (of instanceof TaskAdded added) {
      return new TaskRemoved(added.target());
    } else if (of instanceof VersionChanged changed) {
      return new VersionChanged(changed.atom(), changed.to(), changed.from());
    }
    KindChanged changed = (KindChanged) of;
    return new KindChanged(changed.atom(), changed.to(), changed.from());
  }

  @Test
  void removedComeFirstThenAddedThenChangedEachByName() {
    RandomShapes random = new RandomShapes(SEED + 2);
    for (int round = 0; round < ROUNDS; round++) {
      List<Inconsistency> found =
          ShapeDiff.between(random.shape(), random.shape()).inconsistencies();
      List<Inconsistency> sorted = new ArrayList<>(found);
      sorted.sort(
          (a, b) ->
              rank(a) == rank(b)
                  ? Names.BY_UTF8.compare(a.atom(), b.atom())
                  : Integer.compare(rank(a), rank(b)));
      assertThat(found).as("seed %s, round %s", SEED + 2, round).isEqualTo(sorted);
    }
  }

  private static int rank(Inconsistency of) {
    if (of instanceof TaskRemoved) {
      return 0;
    }
    return of instanceof TaskAdded ? 1 : 2;
  }

  @Test
  void noDifferenceIsTheSameAsEqualFingerprintsUnlessAKindDiffers() {
    RandomShapes random = new RandomShapes(SEED + 3);
    for (int round = 0; round < ROUNDS; round++) {
      AtomSet a = random.shape().atoms();
      AtomSet b = random.near(a);
      boolean same =
          ShapeDiff.between(a, b).inconsistencies().stream()
              .allMatch(
                  found ->
                      found instanceof KindChanged
                          && String.valueOf(version(a, found))
                              .equals(String.valueOf(version(b, found))));
      assertThat(a.fingerprint().equals(b.fingerprint()))
          .as("seed %s, round %s: %s %s", SEED + 3, round, a, b)
          .isEqualTo(same);
    }
  }

  private static Object version(AtomSet atoms, Inconsistency found) {
    ShapeAtom atom = atoms.get(found.atom());
    return atom == null || atom.version() == null ? "none\u0000" : atom.version();
  }

  @Test
  void eachDifferenceSaysWhatItIs() {
    AtomSet stored =
        AtomSet.of(
            List.of(
                ShapeAtom.of(AtomKind.TASK, "ship", "1.0"),
                ShapeAtom.of(AtomKind.TASK, "charge", null),
                ShapeAtom.of(AtomKind.RETRY, "again", "1.0")));
    AtomSet target =
        AtomSet.of(
            List.of(
                ShapeAtom.of(AtomKind.TASK, "pack", "1.0"),
                ShapeAtom.of(AtomKind.TASK, "charge", "2.0"),
                ShapeAtom.of(AtomKind.TASK, "again", "3.0")));
    assertThat(ShapeDiff.between(stored, target).inconsistencies())
        .extracting(Inconsistency::describe)
        .containsExactly(
            "removed ship@1.0",
            "added pack@1.0",
            "changed again from RETRY to TASK",
            "changed charge - -> 2.0");
  }
}
