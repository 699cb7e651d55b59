package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.Plan.Ready;
import dev.portage.migration.Plan.Stuck;
import dev.portage.model.AtomKind;
import dev.portage.model.DefinitionException;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How rules are asked, and what is said of those that answer wrongly. */
class RulesTest {
  private static final AtomSet STORED = atoms("a", "b", "c");

  private static AtomSet atoms(String... names) {
    return AtomSet.of(Arrays.stream(names).map(name -> atom(name, "1.0")).toList());
  }

  private static ShapeAtom atom(String name, String version) {
    return ShapeAtom.of(AtomKind.TASK, name, version);
  }

  private static Plan plan(AtomSet target, Consumer<BookBuilder> book) {
    return new Planner(MigrationBook.of(book)).plan(STORED, Stamp.NONE, target);
  }

  private static List<String> moves(AtomSet target, Consumer<BookBuilder> book) {
    Plan plan = plan(target, book);
    assertThat(plan).as(plan.toString()).isInstanceOf(Ready.class);
    return ((Ready) plan)
        .moves().stream()
            .map(m -> m.by().name() + m.operations().stream().map(Operation::describe).toList())
            .toList();
  }

  private static Stuck stuck(AtomSet target, Consumer<BookBuilder> book) {
    Plan plan = plan(target, book);
    assertThat(plan).as(plan.toString()).isInstanceOf(Stuck.class);
    return (Stuck) plan;
  }

  @Test
  void removedOnesAreAskedAboutFirstThenAddedThenChangedEachByName() {
    List<String> asked = new ArrayList<>();
    AtomSet target = AtomSet.of(List.of(atom("c", "1.1"), atom("e", "1.0"), atom("d", "1.0")));
    moves(
        target,
        book ->
            book.whenChanged(name -> true, found -> noting(asked, found))
                .whenAdded(name -> true, found -> noting(asked, found))
                .whenRemoved(name -> true, found -> noting(asked, found)));
    assertThat(asked.stream().distinct())
        .containsExactly(
            "removed a@1.0", "removed b@1.0", "added d@1.0", "added e@1.0", "changed c 1.0 -> 1.1");
  }

  private static List<Operation> noting(List<String> asked, Inconsistency found) {
    asked.add(found.describe());
    return List.of();
  }

  @Test
  void theFirstRuleWithAnAnswerWinsAndBuiltInOnesComeLast() {
    assertThat(
            moves(
                atoms("a", "b"),
                book ->
                    book.whenRemoved(name -> name.equals("x"), r -> drop(r, OnDone.BLOCK))
                        .whenRemoved(name -> name.equals("c"), r -> List.of())
                        .whenRemoved(name -> name.equals("c"), r -> drop(r, OnDone.FORGET))
                        .whenRemoved(name -> name.equals("c"), r -> drop(r, OnDone.BLOCK))))
        .containsExactly("rule 3 (whenRemoved)[drop c, done or not]");
  }

  private static List<Operation> drop(Inconsistency.TaskRemoved removed, OnDone onDone) {
    return List.of(Operations.drop(removed, onDone));
  }

  @Test
  void oneAnswerMayResolveSeveralDifferencesAndDetourInside() {
    AtomSet target = atoms("a", "b", "d");
    assertThat(
            moves(
                target,
                book ->
                    book.whenRemoved(
                        name -> true,
                        r ->
                            List.of(
                                Operations.rename("c", "passing"),
                                Operations.rename("passing", "d")))))
        .containsExactly("rule 1 (whenRemoved)[rename c -> passing, rename passing -> d]");
  }

  private static void isMisanswered(Stuck stuck, String... parts) {
    assertThat(stuck.why()).startsWith("rule 1 (whenRemoved)").contains(parts);
    assertThat(stuck.findings().get(0).code()).isEqualTo(FindingCode.RULE01);
    assertThat(stuck.findings().get(0).sentence()).isEqualTo(stuck.why());
    assertThat(stuck.findings().get(0).advice()).isNotBlank();
    assertThat(stuck.at()).as("taken back").isEqualTo(STORED);
  }

  @Test
  void aRuleThatMakesNoProgressIsNamedWithItsQuestionAndTheShape() {
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book ->
                book.whenRemoved(name -> true, r -> List.of(Operations.rename("c", "elsewhere")))),
        "made no progress on 'removed c@1.0'",
        "{a@1.0 b@1.0 elsewhere@1.0}",
        "(1 -> 1 differences)");
  }

  @Test
  void aRuleThatMakesThingsWorseIsNamedToo() {
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book -> book.whenRemoved(name -> true, r -> List.of(Operations.rename("a", "z")))),
        "made no progress on 'removed c@1.0'",
        "(1 -> 3 differences)");
  }

  @Test
  void anAnswerThatDoesNotFitIsNamedWithRuleOperationAndShape() {
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book -> book.whenRemoved(name -> true, r -> List.of(Operations.rename("c", "a")))),
        "answers 'removed c@1.0' with 'rename c -> a', which does not fit",
        "{a@1.0 b@1.0 c@1.0}",
        "two sources for a");
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book -> book.whenRemoved(name -> true, r -> List.of(Operations.reset("nobody")))),
        "with 'reset nobody', which does not fit");
  }

  @Test
  void aRuleOrPredicateThatThrowsIsNamed() {
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book ->
                book.whenRemoved(
                    name -> true,
                    r -> {
                      throw new IllegalStateException("no idea");
                    })),
        "threw at 'removed c@1.0'",
        "no idea");
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book ->
                book.whenRemoved(
                    name -> {
                      throw new IllegalStateException("no idea");
                    },
                    r -> List.of())),
        "threw at 'removed c@1.0'");
  }

  @Test
  void nullIsNoAnswerAndSaidToBeNone() {
    isMisanswered(
        stuck(atoms("a", "b"), book -> book.whenRemoved(name -> true, r -> nothing())),
        "answers 'removed c@1.0' with null; an empty list says that it has no answer");
    isMisanswered(
        stuck(
            atoms("a", "b"),
            book -> book.whenRemoved(name -> true, r -> Collections.singletonList(noOperation()))),
        "with null");
  }

  @SuppressWarnings("NullAway") // what a rule without null checks may give
  private static List<Operation> nothing() {
    @Nullable List<Operation> none = null;
    return none;
  }

  @SuppressWarnings("NullAway") // likewise
  private static Operation noOperation() {
    @Nullable Operation none = null;
    return none;
  }

  @Test
  void aHugeAnswerIsTakenOrRefusedWithAShortSentence() {
    List<ShapeAtom> many = new ArrayList<>();
    List<Operation> answer = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      many.add(atom("t" + i, "1.0"));
      answer.add(Operations.rename("t" + i, "u" + i));
    }
    AtomSet stored = AtomSet.of(many);
    AtomSet target =
        AtomSet.of(many.stream().map(a -> a.named("u" + a.name().substring(1))).toList());
    Consumer<BookBuilder> all = book -> book.strict().whenRemoved(name -> true, r -> answer);
    assertThat(new Planner(MigrationBook.of(all)).plan(stored, Stamp.NONE, target))
        .isInstanceOf(Ready.class);
    Plan stuck = new Planner(MigrationBook.of(all)).plan(stored, Stamp.NONE, stored.without("t7"));
    assertThat(((Stuck) stuck).why()).contains("with its 20000 atoms").hasSizeLessThan(300);
  }

  @Test
  void everyBuiltInRuleCanBeSwitchedOffAlone() {
    AtomSet removed = atoms("a", "b");
    AtomSet added = atoms("a", "b", "c", "d");
    AtomSet minor = AtomSet.of(List.of(atom("a", "1.1"), atom("b", "1.0"), atom("c", "1.0")));
    assertThat(moves(removed, book -> {})).containsExactly("default: drop what is gone[drop c]");
    assertThat(stuck(removed, b -> b.without(DefaultRule.DROP_REMOVED)).left()).hasSize(1);
    assertThat(stuck(added, b -> b.without(DefaultRule.START_ADDED)).left()).hasSize(1);
    assertThat(stuck(minor, b -> b.without(DefaultRule.KEEP_MINOR)).left()).hasSize(1);
    for (DefaultRule other : DefaultRule.values()) {
      if (other != DefaultRule.DROP_REMOVED) {
        assertThat(moves(removed, b -> b.without(other))).hasSize(1);
      }
      if (other != DefaultRule.START_ADDED) {
        assertThat(moves(added, b -> b.without(other))).hasSize(1);
      }
      if (other != DefaultRule.KEEP_MINOR) {
        assertThat(moves(minor, b -> b.without(other))).hasSize(1);
      }
    }
    assertThat(stuck(removed, BookBuilder::strict).why()).contains("no step and no rule answers");
  }

  @Test
  void taskflowAnswersWhateverDiffersAndIsChosenAlone() {
    AtomSet target = AtomSet.of(List.of(atom("a", "0.9"), atom("b", "2.0"), atom("d", "1.0")));
    assertThat(moves(target, BookBuilder::taskflow))
        .containsExactly(
            "taskflow: what is gone is forgotten[drop c]",
            "taskflow: what is new starts PENDING[add d 1.0]",
            "taskflow: another version goes on[version a 1.0 -> 0.9, output kept,"
                + " version b 1.0 -> 2.0, output kept]");
    assertThatThrownBy(() -> MigrationBook.of(book -> book.strict().taskflow()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("choose one");
  }
}
