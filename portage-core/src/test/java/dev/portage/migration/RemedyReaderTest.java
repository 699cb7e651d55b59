package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Remedies can be carried out as they are printed. */
class RemedyReaderTest {
  private final BookDraft draft = new BookDraft((site, old, out) -> out.put(site.atom(), "made"));

  private List<String> steps() {
    return MigrationBook.of(draft::writeTo).steps().stream()
        .map(step -> step.id() + " " + step.operations().stream().map(Operation::line).toList())
        .toList();
  }

  private static Finding by(String cause) {
    return Finding.of(FindingCode.DATA03, "a", "is", Remedy.NONE).causedBy(Move.By.rule(cause));
  }

  @Test
  void everyLineOfAnOperationIsReadAsItIsPrinted() {
    List<String> lines =
        List.of(
            ".rename(\"a\\\"\", \"b\")",
            ".drop(\"c\")",
            ".drop(\"d\", OnDone.FORGET)",
            ".version(\"e\", \"1.0\", \"2.0\", out -> ...)",
            ".version(\"f\", null, \"2.0\", OutputMap.SAME)",
            ".split(\"g\", Part.of(\"h\", \"1.0\").output((old, part) -> ...),"
                + " Part.of(\"i\", \"1.0\").output((old, part) -> ...).inherits())",
            ".reset(\"j\")",
            ".merge(List.of(\"k\", \"l\"), Whole.of(\"m\", \"1.0\").inherits(\"l\")"
                + ".output((old, whole) -> ...))");
    draft.step("s", lines.toArray(String[]::new));
    assertThat(steps()).containsExactly("s " + lines);
  }

  @Test
  void aLineTakesThePlaceOfWhatTheStepSaysOfTheAtom() {
    draft.step("s", ".drop(\"a\")", ".reset(\"b\")");
    draft.answer(by("step s"), ".inDoubt(InDoubt.AS_PENDING)");
    draft.answer(by("step s"), ".drop(\"a\", OnDone.FORGET)");
    draft.answer(by("default: drop what is gone"), ".rename(\"b\", \"c\")");
    assertThat(steps())
        .containsExactly(
            "s [.drop(\"a\", OnDone.FORGET), .reset(\"b\")]", "answer-1 [.rename(\"b\", \"c\")]");
  }

  @Test
  void whatNoBookTakesIsRefused() {
    draft.step("s", ".melt(\"a\")");
    assertThatThrownBy(this::steps).hasMessageContaining("melt");
  }
}
