package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.Problem;
import dev.portage.shape.AtomSet;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What holds of every step that replaces a chain; each on {@value #CASES} random cases. */
class SquashLawsTest {
  private static final int CASES = 3_000;
  private static final long SEED = Long.getLong("portage.seed", 20131125L);

  /** A chain of steps, and one in its place, which may do something else. */
  private record Chain(List<Step> steps, Step squash) {
    static Chain random(RandomPlans plans, Random random) {
      List<Step> steps = new ArrayList<>();
      List<Operation> all = new ArrayList<>();
      List<String> before = new ArrayList<>();
      for (Step found : plans.book().steps()) {
        Step step = step("c" + steps.size(), List.copyOf(before), List.of(), found.operations());
        steps.add(step);
        all.addAll(found.operations());
        before = List.of(step.id());
      }
      if (!all.isEmpty() && random.nextInt(3) == 0) {
        all.remove(random.nextInt(all.size()));
      }
      List<String> ids = steps.stream().map(Step::id).toList();
      return new Chain(steps, step("squash", List.of(), ids, all));
    }

    private static Step step(
        String id, List<String> after, List<String> replaces, List<Operation> operations) {
      return new Step(id, "", after, replaces, operations, Step.Anchors.NONE, Map.of());
    }

    MigrationBook alone() {
      return book(List.of(squash));
    }

    MigrationBook without() {
      return book(steps);
    }

    MigrationBook beside() {
      List<Step> all = new ArrayList<>(steps);
      all.add(squash);
      return book(all);
    }

    private static MigrationBook book(List<Step> steps) {
      List<Problem> problems = BookChecks.of(steps, Set.of());
      assertThat(problems).isEmpty();
      return new MigrationBook(new BookBuilder(), new StepGraph(steps, Set.of()));
    }
  }

  @Test
  void whatIsProvedTheSameEndsTheSameWithoutTheReplacedSteps() {
    Map<Result, Integer> seen = new EnumMap<>(Result.class);
    forAll(
        (stored, chain) -> {
          Case flows = new Case(stored, Stamp.NONE, stored);
          Result result = new SquashProof(chain.beside()).on(List.of(flows)).get(0).result();
          seen.merge(result, 1, Integer::sum);
          if (result == Result.SAME) {
            assertThat(folded(chain.alone(), stored, Stamp.NONE))
                .isEqualTo(folded(chain.without(), stored, Stamp.NONE))
                .isNotEqualTo("conflict");
          }
        });
    assertThat(seen).as("how many of each, so that the law is not empty").hasSize(4);
    assertThat(seen.values()).allMatch(count -> count > CASES / 100);
  }

  @Test
  void aFlowAnywhereInTheChainEndsWhereTheChainEnds() {
    forAll(
        (stored, chain) -> {
          AtomSet at = stored;
          for (int been = 1; been <= chain.steps().size(); been++) {
            Planning planning = new Planning(null, at, stored);
            if (!planning.fold(chain.steps().subList(been - 1, been))) {
              return;
            }
            at = planning.at();
            Stamp stamp = Stamp.of(List.of(chain.steps().get(been - 1).id()));
            assertThat(folded(chain.beside(), at, stamp))
                .isEqualTo(folded(chain.without(), at, stamp));
            assertThat(chain.beside().unseen(stamp)).hasSize(chain.steps().size() - been);
          }
        });
  }

  @Test
  void withTheReplacedStepsBesideItNoFlowIsWorseOffThanBefore() {
    forAll(
        (stored, chain) -> {
          Object before = folded(chain.without(), stored, Stamp.NONE);
          Object now = folded(chain.beside(), stored, Stamp.NONE);
          Case flows = new Case(stored, Stamp.NONE, stored);
          Result result = new SquashProof(chain.beside()).on(List.of(flows)).get(0).result();
          if (result != Result.DIFFERENT) {
            assertThat(now).isEqualTo(before);
          }
        });
  }

  private static Object folded(MigrationBook book, AtomSet stored, Stamp stamp) {
    Planning planning = new Planning(book, stored, stored);
    return planning.foldUnseen(book.graph().unseen(stamp)) ? planning.at().toString() : "conflict";
  }

  private static void forAll(BiConsumer<AtomSet, Chain> law) {
    RandomPlans plans = new RandomPlans(SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      AtomSet stored = plans.atoms();
      Chain chain = Chain.random(plans, random);
      if (chain.steps().isEmpty() || chain.squash().operations().isEmpty()) {
        continue;
      }
      try {
        law.accept(stored, chain);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + SEED + ", case " + i + ": " + stored + " " + chain, e);
      }
    }
  }
}
