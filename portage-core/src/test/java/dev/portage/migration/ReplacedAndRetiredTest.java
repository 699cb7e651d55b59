package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.portage.migration.Plan.Ready;
import dev.portage.migration.Plan.Stuck;
import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.AtomKind;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Stamp;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps that are gone from the book, or about to be. */
class ReplacedAndRetiredTest {
  private static AtomSet atoms(String... names) {
    return AtomSet.of(Arrays.stream(names).map(name -> atom(name, name.indexOf('@'))).toList());
  }

  private static ShapeAtom atom(String text, int at) {
    return ShapeAtom.of(AtomKind.TASK, text.substring(0, at), text.substring(at + 1));
  }

  private static Stamp stamp(String... heads) {
    return Stamp.of(List.of(heads));
  }

  @Test
  void namesInBetweenDoNotMatterToTheProof() {
    MigrationBook book =
        MigrationBook.of(
            b ->
                b.step("a", s -> s.rename("x", "y"))
                    .step(
                        "b", s -> s.after("a").split("y", Part.of("p", "1.0"), Part.of("q", "1.0")))
                    .step("c", s -> s.after("b").rename("q", "r").drop("z", OnDone.FORGET))
                    .step(
                        "s",
                        s ->
                            s.replaces("a", "b", "c")
                                .split("x", Part.of("p", "1.0"), Part.of("r", "1.0"))
                                .drop("z", OnDone.FORGET)));
    AtomSet stored = atoms("x@1.0", "z@1.0");
    Case flows = new Case(stored, Stamp.NONE, atoms("p@1.0", "r@1.0"));
    assertThat(new SquashProof(book).on(List.of(flows)))
        .extracting(Comparison::result, Comparison::why)
        .containsExactly(tuple(Result.SAME, ""));
  }

  @Test
  void aStepOfWhichNobodyKnowsWhetherADeletedOneCameAfterItIsNotDoneAgain() {
    MigrationBook book =
        MigrationBook.of(
            b ->
                b.step("a", s -> s.drop("x"))
                    .step("c", s -> s.after("b").drop("y"))
                    .retiredSteps("b"));
    AtomSet target = atoms("z@1.0");
    Plan trap = new Planner(book).plan(atoms("x@1.0", "z@1.0"), stamp("b"), target);
    assertThat(((Stuck) trap).why())
        .contains("whether step a is older or newer than the deleted step b")
        .contains(".after(\"b\")", "retiredSteps(..)");
    assertThat(new Planner(book).plan(atoms("y@1.0", "z@1.0"), stamp("b"), target))
        .isInstanceOf(Ready.class);
    assertThat(new Planner(book).plan(atoms("y@1.0", "z@1.0"), stamp("a", "b"), target))
        .isInstanceOf(Ready.class);
    assertThat(new Planner(book).plan(atoms("x@1.0", "z@1.0"), Stamp.NONE, target))
        .isInstanceOf(Ready.class);
  }
}
