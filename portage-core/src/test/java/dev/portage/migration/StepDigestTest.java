package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class StepDigestTest {
  private static String digest(Consumer<StepBuilder> step) {
    return MigrationBook.of(book -> book.step("s", step)).digest("s");
  }

  private static ObjectNode output(String first, String second) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    return output.put(first, first).put(second, second);
  }

  @Test
  void theDigestOfAStepNeverChangesByItself() {
    assertThat(digest(s -> s.rename("charge", "charge-card")))
        .as("journals of stores have this digest: only a new prefix may give another")
        .isEqualTo("s1:5d9f452789a3e97d6d975e5c920cea659e85beab5615ae485f12e8eac91cffb8");
  }

  @Test
  void whatAStepSaysAboutItselfDoesNotCount() {
    assertThat(digest(s -> s.rename("a", "b").because("x").from("b15b").allow("LEAK01", "why")))
        .isEqualTo(digest(s -> s.rename("a", "b")));
    assertThat(MigrationBook.of(book -> {}).digest("nobody")).isEmpty();
  }

  @Test
  void codeCountsByBeingThere() {
    String mapped = digest(s -> s.version("a", "1.0", "2.0", out -> out.put("x", 1)));
    assertThat(digest(s -> s.version("a", "1.0", "2.0", out -> out.remove("y")))).isEqualTo(mapped);
    assertThat(digest(s -> s.version("a", "1.0", "2.0"))).isNotEqualTo(mapped);
    assertThat(digest(s -> s.version("a", "1.0", "2.0", OutputMap.SAME))).isNotEqualTo(mapped);
  }

  @Test
  void everythingElseThatOperationsSayCounts() {
    List<Consumer<StepBuilder>> steps =
        List.of(
            s -> s.rename("a", "b"),
            s -> s.rename("a", "b").rename("c", "d"),
            s -> s.rename("c", "d").rename("a", "b"),
            s -> s.rename("a", "c"),
            s -> s.rename("ab", ""),
            s -> s.drop("a"),
            s -> s.drop("a", OnDone.FORGET),
            s -> s.inDoubt(InDoubt.AS_PENDING).drop("a"),
            s -> s.inDoubt(InDoubt.asDone(output("x", "y"))).drop("a"),
            s -> s.inDoubt(InDoubt.asDone(output("x", "z"))).drop("a"),
            s -> s.drop("a").optional(),
            s -> s.reset("a"),
            s -> s.version("a", "1.0", "2.0"),
            s -> s.version("a", "1.0", "3.0"),
            s -> s.split("a", Part.of("b", "1.0"), Part.of("c", "1.0")),
            s -> s.split("a", Part.of("c", "1.0"), Part.of("b", "1.0")),
            s -> s.split("a", Part.of("b", "1.0").taking("x"), Part.of("c", "1.0")),
            s -> s.split("a", Part.of("b", "1.0").inherits(), Part.of("c", "1.0")),
            s -> s.merge(List.of("a", "b"), Whole.of("c", "1.0")),
            s -> s.renameSlot("a", "x", "y"),
            s -> s.renameInput("x", "y"),
            s -> s.supply("x", 1),
            s -> s.supply("x", "1"),
            s -> s.supply("x", null),
            s -> s.supplyFrom("a", "x"),
            s -> s.setMeta("x", "y"));
    Set<String> digests = new LinkedHashSet<>();
    steps.forEach(step -> digests.add(digest(step)));
    assertThat(digests).hasSameSizeAs(steps);
    assertThat(digests).allMatch(digest -> digest.matches("s1:[0-9a-f]{64}"));
  }

  @Test
  void theOrderOfPropertiesOfAValueDoesNotCount() {
    assertThat(digest(s -> s.inDoubt(InDoubt.asDone(output("x", "y"))).drop("a")))
        .isEqualTo(digest(s -> s.inDoubt(InDoubt.asDone(output("y", "x"))).drop("a")));
  }
}
