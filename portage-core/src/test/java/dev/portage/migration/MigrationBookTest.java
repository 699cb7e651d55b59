package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import dev.portage.store.Stamp;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationBookTest {
  @Test
  void everyMistakeOfABookIsToldAtOnce() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                MigrationBook.of(
                    book ->
                        book.step("twice", s -> s.rename("a", "b"))
                            .step("twice", s -> s.rename("c", "d"))
                            .step("orphan", s -> s.after("nobody").drop("x"))
                            .step("ring-1", s -> s.after("ring-2").drop("y"))
                            .step("ring-2", s -> s.after("ring-1").drop("z"))
                            .step("idle", s -> s.because("no operation"))
                            .step("back", s -> s.version("v", "2.0", "1.0"))
                            .step("odd", s -> s.version("w", "1.0", "2024.1-rc1"))
                            .step("lone", s -> s.split("p", Part.of("q", "1.0")))
                            .step("shy", s -> s.drop("r").allow("LEAK01", " "))
                            .step("vague", s -> s.drop("t").allow("NOPE99", "because"))));
    assertThat(wrong.problems())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("twice", "stands twice"),
            p -> assertThat(p).contains("orphan", "'nobody'", "not in the book"),
            p -> assertThat(p).contains("ring-1", "ring-2", "circle"),
            p -> assertThat(p).contains("idle", "does nothing"),
            p -> assertThat(p).contains("back", "from 2.0 back to 1.0"),
            p -> assertThat(p).contains("odd", "2024.1-rc1"),
            p -> assertThat(p).contains("lone", "into 1"),
            p -> assertThat(p).contains("shy", "without a reason"),
            p -> assertThat(p).contains("vague", "NOPE99"));
  }

  @Test
  void unorderedStepsThatTouchOneAtomAreRefusedWithTheLineToWrite() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                MigrationBook.of(
                    book ->
                        book.step("ann", s -> s.rename("a", "b"))
                            .step("bob", s -> s.drop("b"))
                            .step("eve", s -> s.drop("c"))));
    assertThat(wrong.problems()).hasSize(1);
    assertThat(wrong).hasMessageContaining("STEP02").hasMessageContaining("ann and bob");
    assertThat(wrong).hasMessageContaining("after(..)");
  }

  @Test
  void orderedStepsMayTouchOneAtomAlsoThroughOthers() {
    MigrationBook book =
        MigrationBook.of(
            b ->
                b.step("z", s -> s.rename("a", "b"))
                    .step("m", s -> s.after("z").drop("x"))
                    .step("a", s -> s.after("m").rename("b", "c")));
    assertThat(book.steps()).extracting(Step::id).containsExactly("z", "m", "a");
    assertThat(book.heads().heads()).containsExactly("a");
  }

  @Test
  void unorderedStepsAreTakenByIdAndAllAreHeads() {
    MigrationBook book =
        MigrationBook.of(b -> b.step("q", s -> s.drop("a")).step("p", s -> s.drop("b")));
    assertThat(book.steps()).extracting(Step::id).containsExactly("p", "q");
    assertThat(book.heads().heads()).containsExactly("p", "q");
  }

  @Test
  void retiredStepsAreKnownAndNeverUsedAgain() {
    MigrationBook book =
        MigrationBook.of(b -> b.step("c", s -> s.after("b").drop("x")).retiredSteps("a", "b"));
    assertThat(book.unknown(Stamp.of(List.of("a", "b", "c")))).isEmpty();
    assertThat(book.unknown(Stamp.of(List.of("d")))).containsExactly("d");
    assertThat(book.heads().heads()).containsExactly("c");
    assertThatThrownBy(() -> MigrationBook.of(b -> b.step("a", s -> s.drop("x")).retiredSteps("a")))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("is retired");
  }
}
