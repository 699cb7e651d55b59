package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Plan.Newer;
import dev.portage.migration.Plan.Nothing;
import dev.portage.migration.Plan.Ready;
import dev.portage.migration.Plan.Stuck;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.KindChanged;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import dev.portage.shape.ShapeDiff;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Laws that hold for every plan; each on many random cases. */
class PlannerLawsTest {
  private static final int CASES = Integer.getInteger("portage.laws", 20_000);
  private static final long SEED = Long.getLong("portage.seed", 20131125L);

  @Test
  void everySearchEndsAndTakesNoMoreMovesThanStepsAndDifferences() {
    Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
    forAll(
        (c, plan) -> {
          seen.merge(verdict(plan), 1, Integer::sum);
          if (plan instanceof Ready ready) {
            long steps =
                ready.moves().stream().filter(m -> m.by().name().startsWith("step ")).count();
            AtomSet folded = afterSteps(c.stored(), c.target(), ready.moves());
            assertThat(steps).isLessThanOrEqualTo(c.book().steps().size());
            assertThat(ready.moves().size() - steps)
                .isLessThanOrEqualTo(ShapeDiff.between(folded, c.target()).size());
          }
        });
    assertThat(seen).as("how many of each, so that no law is empty").hasSize(4);
    assertThat(seen.values()).allMatch(count -> count > CASES / 50);
  }

  @Test
  void aReadyPlanLeadsToTheTarget() {
    forAll(
        (c, plan) -> {
          if (plan instanceof Ready ready) {
            Draft at = new Draft(c.stored(), c.target());
            for (Move move : ready.moves()) {
              assertThat(at.fingerprint()).isEqualTo(move.before());
              for (Operation operation : move.operations()) {
                assertThat(operation.fit(at).applies()).as(operation.describe()).isTrue();
                operation.apply(at);
              }
              assertThat(at.fingerprint()).isEqualTo(move.after());
            }
            assertThat(at.leftCount()).isZero();
            assertThat(ShapeDiff.between(at.atoms(), c.target()).isEmpty()).isTrue();
            assertThat(at.fingerprint()).isEqualTo(c.target().fingerprint());
          }
        });
  }

  @Test
  void aStuckPlanSaysWhyAndWhatIsLeft() {
    forAll(
        (c, plan) -> {
          if (plan instanceof Stuck stuck) {
            assertThat(stuck.why()).isNotBlank();
            assertThat(stuck.left())
                .isEqualTo(ShapeDiff.between(stuck.at(), c.target()).inconsistencies());
          }
        });
  }

  @Test
  void currentFlowsHaveAnEmptyPlan() {
    forAll(
        (c, plan) -> {
          Plan again = new Planner(c.book()).plan(c.target(), c.book().heads(), c.target());
          assertThat(again).isInstanceOf(Nothing.class);
          if (plan instanceof Ready ready) {
            Plan after = new Planner(c.book()).plan(ready.to(), ready.stamp(), c.target());
            assertThat(after).isInstanceOf(Nothing.class);
          }
        });
  }

  @Test
  void theSameInputsGiveTheSamePlan() {
    forAll((c, plan) -> assertThat(words(c.plan())).isEqualTo(words(plan)));
  }

  @Test
  void withoutABookOnlyEqualAtomsAreAdmitted() {
    forAll(
        (c, plan) -> {
          Plan exact = new Planner(null).plan(c.stored(), c.stamp(), c.target());
          boolean same = ShapeDiff.between(c.stored(), c.target()).isEmpty();
          assertThat(exact).isInstanceOf(same ? Nothing.class : Stuck.class);
        });
  }

  @Test
  void stepsThatShareNoNameCommute() {
    int pairs = 0;
    RandomPlans cases = new RandomPlans(SEED);
    for (int i = 0; pairs < CASES && i < 20 * CASES; i++) {
      AtomSet stored = cases.atoms();
      List<Step> steps = new ArrayList<>(cases.book().steps());
      steps.addAll(cases.book().steps());
      for (int p = 0; p < steps.size(); p++) {
        for (int q = p + 1; q < steps.size(); q++) {
          Step first = steps.get(p);
          Step second = steps.get(q);
          if (Collections.disjoint(first.footprint(), second.footprint())) {
            pairs++;
            assertThat(fold(stored, first, second))
                .as("seed %d, case %d: %s, %s", SEED, i, first, second)
                .isEqualTo(fold(stored, second, first));
          }
        }
      }
    }
    assertThat(pairs).isGreaterThanOrEqualTo(CASES);
  }

  private static Object fold(AtomSet stored, Step first, Step second) {
    Planning planning = new Planning(null, stored, AtomSet.of(List.of()));
    return planning.fold(List.of(bare(first), bare(second)))
        ? planning.at().toString()
        : "conflict";
  }

  private static Step bare(Step step) {
    return new Step(
        step.id(), "", List.of(), List.of(), step.operations(), Step.Anchors.NONE, step.allowed());
  }

  private static AtomSet afterSteps(AtomSet stored, AtomSet target, List<Move> moves) {
    Draft at = new Draft(stored, target);
    for (Move move : moves) {
      if (move.by().name().startsWith("step ")) {
        for (Operation operation : move.operations()) {
          operation.apply(at);
        }
      }
    }
    return at.atoms();
  }

  private static Verdict verdict(Plan plan) {
    return plan instanceof Nothing
        ? Verdict.CURRENT
        : plan instanceof Ready
            ? Verdict.PENDING
            : plan instanceof Newer ? Verdict.NEWER : Verdict.STUCK;
  }

  private static String words(Plan plan) {
    if (plan instanceof Ready ready) {
      return ready.moves().stream()
          .map(m -> m.by().name() + m.operations().stream().map(Operation::describe).toList())
          .toList()
          .toString();
    }
    return plan instanceof Stuck stuck ? stuck.why() + stuck.at() + stuck.left() : plan.toString();
  }

  private interface Law {
    void check(RandomPlans.Case c, Plan plan);
  }

  private static void forAll(Law law) {
    RandomPlans cases = new RandomPlans(SEED);
    for (int i = 0; i < CASES; i++) {
      RandomPlans.Case c = cases.next();
      try {
        law.check(c, c.plan());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + SEED + ", case " + i + ": " + c.stored() + " -> " + c.target(), e);
      }
    }
  }

  @Test
  void nothingDiffersFromItselfAndDifferencesAreMirrored() {
    RandomPlans plans = new RandomPlans(SEED);
    for (int i = 0; i < CASES; i++) {
      AtomSet a = plans.atoms();
      AtomSet b = plans.atoms();
      assertThat(ShapeDiff.between(a, a).isEmpty()).isTrue();
      assertThat(ShapeDiff.between(b, a).inconsistencies().stream().map(PlannerLawsTest::mirrored))
          .containsExactlyInAnyOrderElementsOf(ShapeDiff.between(a, b).inconsistencies());
    }
  }

  private static Inconsistency mirrored(Inconsistency one) {
    if (one instanceof TaskRemoved removed) {
      return new TaskAdded(removed.stored());
    }
    if (one instanceof TaskAdded added) {
      return new TaskRemoved(added.target());
    }
    if (one instanceof VersionChanged changed) {
      return new VersionChanged(changed.atom(), changed.to(), changed.from());
    }
    KindChanged kind = (KindChanged) one;
    return new KindChanged(kind.atom(), kind.to(), kind.from());
  }

  @Test
  void aFlowWithoutAStampIsFoldedFromTheBeginning() {
    MigrationBook book =
        MigrationBook.of(
            b ->
                b.step("one", s -> s.rename("a", "b"))
                    .step("two", s -> s.after("one").rename("b", "c")));
    assertThat(book.unseen(Stamp.NONE)).extracting(Step::id).containsExactly("one", "two");
    assertThat(book.unseen(Stamp.of(List.of("one")))).extracting(Step::id).containsExactly("two");
    assertThat(book.unseen(book.heads())).isEmpty();
  }
}
