package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.AtomKind;
import dev.portage.model.DefinitionException;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Stamp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One step is made of a chain of steps. */
class SquashedChainTest {
  private static final AtomSet OLD = atom("charge", "1.0");
  private static final AtomSet MIDDLE = atom("charge-card", "1.0");
  private static final AtomSet NOW = atom("charge-card", "3.0");

  private static AtomSet atom(String name, String version) {
    return AtomSet.of(List.of(ShapeAtom.of(AtomKind.TASK, name, version)));
  }

  private static BookBuilder chain(BookBuilder book) {
    return book.step("a", s -> s.rename("charge", "charge-card"))
        .step("b", s -> s.after("a").version("charge-card", "1.0", "2.0", out -> out.put("x", 1)))
        .step("c", s -> s.after("b").version("charge-card", "2.0", "3.0", out -> out.put("y", 1)))
        .step("u", s -> s.drop("audit"));
  }

  @Test
  void aChainBecomesOneStepThatIsProvedToDoTheSame() {
    MigrationBook book = MigrationBook.of(SquashedChainTest::chain);
    Squash squash = Squash.of(book, "a", "c", "s");
    assertThat(squash.replaced()).containsExactly("a", "b", "c");
    assertThat(squash.proof(List.of(new Case(OLD, Stamp.NONE, NOW))))
        .extracting(Comparison::result)
        .containsExactly(Result.SAME);
    assertThat(squash.proof(List.of(new Case(MIDDLE, Stamp.of(List.of("a")), NOW))))
        .extracting(Comparison::result)
        .containsExactly(Result.IN_BETWEEN);
    assertThat(Squash.of(book, "b", "c", "s").step().after()).containsExactly("a");
    assertThat(squash.source())
        .contains(".replaces(\"a\", \"b\", \"c\")", ".rename(\"charge\", \"charge-card\")")
        .contains(".version(\"charge-card\", \"2.0\", \"3.0\", out -> ...)");
  }

  @Test
  void whatIsNoChainIsRefused() {
    MigrationBook book = MigrationBook.of(SquashedChainTest::chain);
    for (String[] ends : List.of(new String[] {"c", "a"}, new String[] {"a", "u"})) {
      assertThat(
              catchThrowableOfType(
                  IllegalArgumentException.class, () -> Squash.of(book, ends[0], ends[1], "s")))
          .hasMessageContaining("does not come after");
    }
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> Squash.of(book, "a", "nosuch", "s")))
        .hasMessage("there is no step 'nosuch'");
    MigrationBook beside =
        MigrationBook.of(
            b ->
                chain(b).step("s", s -> s.replaces("a", "b", "c").rename("charge", "charge-card")));
    assertThat(
            catchThrowableOfType(
                DefinitionException.class, () -> Squash.of(beside, "a", "c", "again")))
        .hasMessageContaining("which step s replaces too");
  }
}
