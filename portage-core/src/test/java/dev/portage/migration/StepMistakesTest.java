package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step that makes no sense is told when its book is made. */
class StepMistakesTest {
  private static Arguments mistake(String told, Consumer<StepBuilder> step) {
    return Arguments.of(told, step);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("renames 'a' to itself", s -> s.rename("a", "a")),
        mistake("renames slot 'x' of 'a' to itself", s -> s.renameSlot("a", "x", "x")),
        mistake("renames input 'x' to itself", s -> s.renameInput("x", "x")),
        mistake("when it is dropped already", s -> s.drop("a").supplyFrom("a", "x")),
        mistake(
            "when it is dropped already", s -> s.dropCompensating("a", "b").supplyFrom("a", "x")),
        mistake("splits 'a' into 1", s -> s.split("a", Part.of("b", "1.0"))),
        mistake(
            "into parts of one name", s -> s.split("a", Part.of("b", "1.0"), Part.of("b", "1.0"))),
        mistake(
            "with 2 heirs",
            s -> s.split("a", Part.of("b", "1.0").inherits(), Part.of("c", "1.0").inherits())),
        mistake("name at least two tasks", s -> s.merge(List.of("a"), Whole.of("b", "1.0"))),
        mistake("name each task once", s -> s.merge(List.of("a", "a"), Whole.of("b", "1.0"))),
        mistake(
            "which it is not merged of",
            s -> s.merge(List.of("a", "c"), Whole.of("b", "1.0").inherits("d"))),
        mistake("the version 'two'", s -> s.version("a", "1.0", "two")),
        mistake("from 1.0 back to 1.0", s -> s.version("a", "1.0", "1.0")),
        mistake("allows 'X', which is not a finding", s -> s.drop("a").allow("X", "why")),
        mistake("which needs an answer", s -> s.drop("a").allow("DEAD01", "why")),
        mistake("without a reason", s -> s.drop("a").allow("LEAK01", "")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areToldWithAWayOut(String told, Consumer<StepBuilder> step) {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class, () -> MigrationBook.of(book -> book.step("the-step", step)));
    assertThat(wrong.problems()).extracting(Problem::toString).anyMatch(p -> p.contains(told));
    assertThat(wrong.problems()).allMatch(problem -> !problem.remedy().isBlank());
    assertThat(wrong).hasMessageContaining("the-step");
  }

  @ParameterizedTest
  @MethodSource("sound")
  void whatIsSoundIsTaken(Consumer<StepBuilder> step) {
    MigrationBook book = MigrationBook.of(b -> b.step("s", step));
    assertThat(book.steps().get(0).operations()).isNotEmpty();
  }

  static Stream<Arguments> sound() {
    return Stream.<Consumer<StepBuilder>>of(
            s -> s.drop("b").supplyFrom("a", "x").drop("a"),
            s -> s.dropCompensating("a", "b").inDoubt(InDoubt.AS_PENDING).drop("c"),
            s -> s.split("a", Part.of("b", "1.0").inherits(), Part.of("c", "1.0")),
            s -> s.merge(List.of("a", "c"), Whole.of("a", "1.0").inherits("c")),
            s -> s.supplyFrom("input x", "x"))
        .map(Arguments::of);
  }
}
