package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.model.AtomKind;
import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.ShapeAtom;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** How each operation describes itself, and which names it touches. */
class OperationsTest {
  private static final Part PICK = Part.of("pick", "1.0");
  private static final Part SHIP = Part.of("ship", "2.0").inherits();
  private static final Whole WHOLE = Whole.of("ship", "2.0").inherits("pack");
  private static final ShapeAtom NEW = ShapeAtom.of(AtomKind.TASK, "n", "1.0");

  private record Said(String describe, String word, String symbol, String reads, String makes) {}

  static Stream<Arguments> operations() {
    return Stream.of(
        said(s -> s.rename("a", "b"), new Said("rename a -> b", "rename", "~", "a", "b")),
        said(
            s -> s.version("a", "1.0", "2.0"),
            new Said("version a 1.0 -> 2.0", "version", "~", "a", "")),
        said(
            s -> s.version("a", "1.0", "2.0", OutputMap.SAME),
            new Said("version a 1.0 -> 2.0, output kept", "version", "~", "a", "")),
        said(
            s -> s.version("a", "1.0", "2.0", out -> out.put("x", 1)),
            new Said("version a 1.0 -> 2.0, output mapped", "version", "~", "a", "")),
        said(s -> s.drop("a"), new Said("drop a", "drop", "-", "a", "")),
        said(
            s -> s.drop("a", OnDone.FORGET), new Said("drop a, done or not", "drop", "-", "a", "")),
        said(s -> s.drop("a", OnDone.BLOCK), new Said("drop a", "drop", "-", "a", "")),
        said(
            s -> s.split("ship", PICK, SHIP),
            new Said("split ship -> pick, ship", "split", "±", "ship", "pick, ship")),
        said(
            s -> s.merge(List.of("pick", "pack"), WHOLE),
            new Said("merge pick, pack -> ship", "merge", "∓", "pick, pack", "ship")),
        said(s -> s.reset("a"), new Said("reset a", "reset", "~", "a", "")),
        said(
            s -> s.rename("a", "b").optional(),
            new Said("rename a -> b, where it is there", "rename", "~", "a", "b")),
        Arguments.of(
            Operations.add(new TaskAdded(NEW)), new Said("add n 1.0", "add", "+", "", "n")),
        Arguments.of(
            Operations.late(new TaskAdded(NEW)),
            new Said("add n 1.0, late where need be", "late", "+", "", "n")),
        Arguments.of(
            Operations.seed(new TaskAdded(NEW), JsonNodeFactory.instance.objectNode()),
            new Said("seed n 1.0 as done", "seed", "+", "", "n")),
        Arguments.of(
            Operations.split(new TaskRemoved(NEW), List.of(PICK, SHIP), InDoubt.BLOCK),
            new Said("split n -> pick, ship", "split", "±", "n", "pick, ship")));
  }

  private static Arguments said(Consumer<StepBuilder> step, Said said) {
    return Arguments.of(operation(step), said);
  }

  private static Operation operation(Consumer<StepBuilder> step) {
    return MigrationBook.of(b -> b.step("s", step)).steps().get(0).operations().get(0);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void saysInWordsWhatItDoesAndWhichNamesItTouches(Operation operation, Said said) {
    assertThat(
            new Said(
                operation.describe(),
                operation.word(),
                operation.symbol(),
                String.join(", ", operation.sources()),
                String.join(", ", operation.creates())))
        .isEqualTo(said);
  }

  /** The law behind STEP02: an operation neither asks about nor changes any other name. */
  @ParameterizedTest
  @MethodSource("operations")
  void touchesNoOtherName(Operation operation, Said said) {
    ShapeAtom bystander = ShapeAtom.of(AtomKind.TASK, "bystander", "1.0");
    List<ShapeAtom> needed =
        operation.sources().stream().map(n -> ShapeAtom.of(AtomKind.TASK, n, "1.0")).toList();
    Draft alone = new Draft(AtomSet.of(needed), AtomSet.of(List.of()));
    Draft among = new Draft(AtomSet.of(needed).with(bystander), AtomSet.of(List.of(bystander)));
    assertThat(operation.fit(alone).applies()).isTrue();
    assertThat(operation.fit(among).applies()).isTrue();
    operation.apply(alone);
    operation.apply(among);
    assertThat(among.atoms().without("bystander")).isEqualTo(alone.atoms());
    assertThat(among.get("bystander")).isEqualTo(bystander);
    assertThat(alone.atoms().byName().keySet())
        .as("what it says it makes, and what it changes in place")
        .containsAll(operation.creates())
        .allMatch(name -> operation.creates().contains(name) || operation.sources().contains(name));
  }

  @Test
  void whatStandsInABookIsALineOfIt() {
    assertThat(operation(s -> s.merge(List.of("pick", "pack"), WHOLE)).line())
        .isEqualTo(
            ".merge(List.of(\"pick\", \"pack\"), Whole.of(\"ship\", \"2.0\").inherits(\"pack\")"
                + ".output((old, whole) -> ...))");
    assertThat(operation(s -> s.split("ship", PICK, SHIP)).line())
        .isEqualTo(
            ".split(\"ship\", Part.of(\"pick\", \"1.0\").output((old, part) -> ...),"
                + " Part.of(\"ship\", \"2.0\").output((old, part) -> ...).inherits())");
    assertThat(operation(s -> s.drop("a").optional()).line()).isEqualTo(".drop(\"a\").optional()");
  }

  @Test
  void aMergedTaskThatIsThereAlreadyIsNoConflict() {
    Operation merge = operation(s -> s.merge(List.of("ship", "pack"), WHOLE));
    assertThat(fit(merge, "ship@2.0").isVacuous()).isTrue();
    assertThat(fit(merge).isVacuous()).isTrue();
    assertThat(fit(merge, "ship@1.0").why()).isEqualTo("of ship, pack only ship is stored");
    assertThat(fit(merge, "pack@1.0").why()).isEqualTo("of ship, pack only pack is stored");
    assertThat(fit(merge, "ship@1.0", "pack@1.0").applies()).isTrue();
    Operation other = operation(s -> s.merge(List.of("pick", "pack"), WHOLE));
    assertThat(fit(other, "ship@2.0", "pick@1.0", "pack@1.0").why())
        .isEqualTo("there would be two sources for ship: it is stored, and so are pick, pack");
  }

  @Test
  void aSplitTaskThatIsThereAlreadyIsNoConflict() {
    Operation split = operation(s -> s.split("ship", PICK, SHIP));
    assertThat(fit(split, "ship@2.0", "pick@1.0").isVacuous()).isTrue();
    assertThat(fit(split, "ship@1.0").applies()).isTrue();
    assertThat(fit(split, "ship@1.0", "pick@1.0").why())
        .isEqualTo("there would be two sources for pick: stored, and split off ship");
  }

  private static Fit fit(Operation operation, String... atoms) {
    List<ShapeAtom> all =
        Stream.of(atoms)
            .map(text -> text.split("@", 2))
            .map(parts -> ShapeAtom.of(AtomKind.TASK, parts[0], parts[1]))
            .toList();
    return operation.fit(new Draft(AtomSet.of(all), AtomSet.of(List.of())));
  }

  @Test
  void mistakesOfMergesAndSplitsAreToldAtOnce() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                MigrationBook.of(
                    b ->
                        b.step("lone", s -> s.merge(List.of("a"), Whole.of("b", "1.0")))
                            .step("twice", s -> s.merge(List.of("c", "c"), Whole.of("d", "1.0")))
                            .step(
                                "heir",
                                s -> s.merge(List.of("e", "f"), Whole.of("g", "1.0").inherits("x")))
                            .step("odd", s -> s.merge(List.of("h", "i"), Whole.of("j", "new")))
                            .step(
                                "part", s -> s.split("k", Part.of("l", "v2"), Part.of("m", "1.0")))
                            .step("early", s -> s.optional().drop("n"))));
    assertThat(wrong.problems())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("lone", "merges 'a' into 'b'", "at least two"),
            p -> assertThat(p).contains("twice", "name each task once"),
            p -> assertThat(p).contains("heir", "inherit from 'x'", "[e, f]"),
            p -> assertThat(p).contains("odd", "the version 'new'"),
            p -> assertThat(p).contains("part", "the version 'v2'"),
            p -> assertThat(p).contains("early", "optional() before any operation"));
  }
}
