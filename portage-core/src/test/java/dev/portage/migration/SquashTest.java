package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.migration.Plan.Newer;
import dev.portage.migration.Plan.Nothing;
import dev.portage.migration.Plan.Ready;
import dev.portage.migration.Plan.Stuck;
import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.AtomKind;
import dev.portage.model.DefinitionException;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Stamp;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SquashTest {
  private static final AtomSet OLD = atoms("charge@1.0", "ship@1.0");
  private static final AtomSet MIDDLE = atoms("charge-card@1.0", "ship@1.0");
  private static final AtomSet NOW = atoms("charge-card@3.0", "ship@1.0");

  private static AtomSet atoms(String... names) {
    return AtomSet.of(Arrays.stream(names).map(name -> atom(name, name.indexOf('@'))).toList());
  }

  private static ShapeAtom atom(String text, int at) {
    return ShapeAtom.of(AtomKind.TASK, text.substring(0, at), text.substring(at + 1));
  }

  private static Stamp stamp(String... heads) {
    return Stamp.of(List.of(heads));
  }

  private static BookBuilder chain(BookBuilder book) {
    return book.step("a", s -> s.rename("charge", "charge-card"))
        .step("b", s -> s.after("a").version("charge-card", "1.0", "2.0", out -> out.put("x", 1)))
        .step("c", s -> s.after("b").version("charge-card", "2.0", "3.0", out -> out.put("y", 1)));
  }

  private static BookBuilder squash(BookBuilder book) {
    return book.step(
        "s",
        s ->
            s.replaces("a", "b", "c")
                .rename("charge", "charge-card")
                .version("charge-card", "1.0", "3.0", out -> out.put("x", 1).put("y", 1)));
  }

  private static final MigrationBook BESIDE = MigrationBook.of(b -> squash(chain(b)));
  private static final MigrationBook ALONE = MigrationBook.of(SquashTest::squash);

  private static List<String> taken(MigrationBook book, AtomSet stored, Stamp stamp) {
    Plan plan = new Planner(book).plan(stored, stamp, NOW);
    assertThat(plan).as(plan.toString()).isInstanceOf(Ready.class);
    return ((Ready) plan).moves().stream().map(move -> move.by().name()).toList();
  }

  @Test
  void aFlowThatHasBeenThroughNoneTakesTheOneStep() {
    assertThat(taken(BESIDE, OLD, Stamp.NONE)).containsExactly("step s");
    assertThat(taken(ALONE, OLD, Stamp.NONE)).containsExactly("step s");
  }

  @Test
  void aFlowThatHasBeenThroughAllNeedsNothing() {
    for (MigrationBook book : List.of(BESIDE, ALONE)) {
      Plan plan = new Planner(book).plan(NOW, stamp("c"), NOW);
      assertThat(plan).isEqualTo(new Nothing(NOW, stamp("s")));
      assertThat(book.heads()).isEqualTo(stamp("s"));
      assertThat(book.unknown(stamp("a", "b", "c", "s"))).isEmpty();
    }
  }

  @Test
  void aFlowInBetweenTakesTheOldStepsWhereTheyAreAndIsStuckWhereTheyAreNot() {
    assertThat(taken(BESIDE, MIDDLE, stamp("a"))).containsExactly("step b", "step c");
    Plan plan = new Planner(ALONE).plan(MIDDLE, stamp("a"), NOW);
    assertThat(((Stuck) plan).why())
        .isEqualTo(
            "step s replaces [a, b, c]; the flow has been through [a], but not through [b, c],"
                + " which the book no longer has; put them back beside s until no flow is in"
                + " between");
  }

  @Test
  void aFlowWithoutAStampThatLooksInBetweenTakesTheOldStepsToo() {
    assertThat(taken(BESIDE, MIDDLE, Stamp.NONE)).containsExactly("step b", "step c");
    Plan plan = new Planner(ALONE).plan(MIDDLE, Stamp.NONE, NOW);
    assertThat(((Stuck) plan).why()).startsWith("step s fits in part only");
  }

  @Test
  void aStampThatNamesTheSquashIsNewerForABookWithoutIt() {
    MigrationBook before = MigrationBook.of(SquashTest::chain);
    assertThat(new Planner(before).plan(NOW, stamp("s"), NOW)).isInstanceOf(Newer.class);
  }

  @Test
  void whatComesAfterAReplacedStepComesAfterTheSquash() {
    Consumer<BookBuilder> later = b -> b.step("d", s -> s.after("c").rename("ship", "send"));
    MigrationBook beside = MigrationBook.of(b -> later.accept(squash(chain(b))));
    MigrationBook alone = MigrationBook.of(b -> later.accept(squash(b)));
    for (MigrationBook book : List.of(beside, alone)) {
      assertThat(book.heads()).isEqualTo(stamp("d"));
      assertThat(book.unseen(Stamp.NONE)).extracting(Step::id).containsExactly("s", "d");
      assertThat(book.unseen(stamp("c"))).extracting(Step::id).containsExactly("d");
      assertThat(book.unseen(stamp("s"))).extracting(Step::id).containsExactly("d");
      assertThat(book.unseen(stamp("d"))).isEmpty();
    }
    assertThat(beside.unseen(stamp("b"))).extracting(Step::id).containsExactly("c", "d");
  }

  @Test
  void aStepAfterTheFirstOfThemDoesNotCountAsAllOfThem() {
    MigrationBook book =
        MigrationBook.of(b -> squash(b).step("d", s -> s.after("a").rename("ship", "send")));
    assertThat(book.heads()).isEqualTo(stamp("d", "s"));
    assertThat(book.graph().unseen(stamp("d")).objection()).contains("not through [b, c]");
    assertThat(book.graph().unseen(stamp("d", "s")).objection()).isNull();
    assertThat(book.unseen(stamp("d", "s"))).isEmpty();
  }

  @Test
  void aSquashOfASquashNeedsBothUntilNoFlowIsInBetween() {
    MigrationBook book =
        MigrationBook.of(
            b ->
                squash(b)
                    .step("d", s -> s.after("s").rename("ship", "send"))
                    .step(
                        "t",
                        s ->
                            s.replaces("s", "d")
                                .rename("charge", "charge-card")
                                .version("charge-card", "1.0", "3.0", out -> {})
                                .rename("ship", "send")));
    assertThat(book.heads()).isEqualTo(stamp("t"));
    assertThat(book.unseen(Stamp.NONE)).extracting(Step::id).containsExactly("t");
    assertThat(book.unseen(stamp("s"))).extracting(Step::id).containsExactly("d");
    assertThat(book.unseen(stamp("c"))).extracting(Step::id).containsExactly("d");
    assertThat(book.unseen(stamp("d"))).isEmpty();
    assertThat(book.graph().unseen(stamp("a")).objection()).contains("step s replaces");
  }

  @Test
  void everyMistakeOfASquashIsToldAtOnce() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                MigrationBook.of(
                    b ->
                        chain(b)
                            .step("loose", s -> s.drop("x"))
                            .step("between", s -> s.after("a").drop("y"))
                            .step("end", s -> s.after("between").drop("z"))
                            .step("s1", s -> s.replaces("a", "b", "gone").drop("p"))
                            .step("s2", s -> s.replaces("loose", "c").drop("q"))
                            .step("s3", s -> s.replaces("a", "end", "end").drop("r"))
                            .step("s4", s -> s.replaces("s4").drop("t"))
                            .step("s5", s -> s.replaces("old").drop("u"))
                            .retiredSteps("old")));
    assertThat(wrong)
        .hasMessageContaining("which are in the book, and [gone], which are not")
        .hasMessageContaining("replaces [loose], which 'c' does not come after")
        .hasMessageContaining("[between] comes between them")
        .hasMessageContaining("replaces 'end' twice")
        .hasMessageContaining("replaces 'a' which step s1 replaces too")
        .hasMessageContaining("replaces itself")
        .hasMessageContaining("replaces 'old', which is retired");
  }

  private static List<Comparison> proof(MigrationBook book, AtomSet stored, Stamp stamp) {
    return new SquashProof(book).on(List.of(new Case(stored, stamp, NOW)));
  }

  @Test
  void aSquashThatDoesTheSameIsProved() {
    assertThat(proof(BESIDE, OLD, Stamp.NONE))
        .extracting(Comparison::result)
        .containsExactly(Result.SAME);
    assertThat(proof(BESIDE, MIDDLE, stamp("a")))
        .extracting(Comparison::result)
        .containsExactly(Result.IN_BETWEEN);
    assertThat(proof(BESIDE, MIDDLE, Stamp.NONE))
        .extracting(Comparison::result)
        .containsExactly(Result.IN_BETWEEN);
    assertThat(proof(BESIDE, NOW, stamp("c")))
        .extracting(Comparison::result)
        .containsExactly(Result.NOT_NEEDED);
    assertThat(proof(BESIDE, atoms("other@1.0"), Stamp.NONE))
        .extracting(Comparison::result)
        .containsExactly(Result.NOT_NEEDED);
    assertThat(proof(ALONE, OLD, Stamp.NONE))
        .extracting(Comparison::result)
        .containsExactly(Result.GONE);
  }

  private static Comparison different(Consumer<StepBuilder> squash) {
    MigrationBook book =
        MigrationBook.of(
            b ->
                chain(b)
                    .step(
                        "s",
                        s -> {
                          s.replaces("a", "b", "c");
                          squash.accept(s);
                        }));
    return proof(book, OLD, Stamp.NONE).get(0);
  }

  @Test
  void aSquashThatDoesSomethingElseIsToldApart() {
    Comparison end = different(s -> s.rename("charge", "charge-card"));
    assertThat(end.result()).isEqualTo(Result.DIFFERENT);
    assertThat(end.why())
        .isEqualTo(
            "the replaced steps lead to {charge-card@3.0 ship@1.0}, this one leads to"
                + " {charge-card@1.0 ship@1.0}");
    Comparison kept =
        different(
            s ->
                s.rename("charge", "charge-card")
                    .version("charge-card", "1.0", "3.0", OutputMap.SAME));
    assertThat(kept.why())
        .isEqualTo(
            "to charge the replaced steps do 'version 1.0 -> 3.0, output mapped, in doubt BLOCK; now"
                + " charge-card',"
                + " this one does 'version 1.0 -> 3.0, output kept, in doubt BLOCK; now charge-card'");
    Comparison reset =
        different(
            s ->
                s.rename("charge", "charge-card")
                    .version("charge-card", "1.0", "3.0", out -> {})
                    .reset("ship"));
    assertThat(reset.why()).contains("to ship the replaced steps do nothing");
    Comparison misfit = different(s -> s.rename("charge", "ship"));
    assertThat(misfit.why()).contains("the replaced steps fit, this one does not");
  }

  @Test
  void theOrderOfAResetAndWhatIsDecidedInDoubtMatterToo() {
    Consumer<StepBuilder> late =
        s ->
            s.rename("charge", "charge-card")
                .inDoubt(InDoubt.AS_PENDING)
                .version("charge-card", "1.0", "3.0", out -> {});
    assertThat(different(late).why()).contains("in doubt BLOCK", "in doubt AS_PENDING");
    MigrationBook book =
        MigrationBook.of(
            b ->
                b.step("a", s -> s.reset("charge"))
                    .step("b", s -> s.after("a").version("charge", "1.0", "2.0"))
                    .step(
                        "s",
                        s -> s.replaces("a", "b").version("charge", "1.0", "2.0").reset("charge")));
    assertThat(proof(book, OLD, Stamp.NONE))
        .extracting(Comparison::result)
        .containsExactly(Result.DIFFERENT);
  }
}
