package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.migration.BookDraft;
import dev.portage.migration.Finding;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each line that a refused merge proposes lets the flow go on, written as it is printed. */
class MergeRemediesTest {
  private final Lab lab = new Lab();
  private final BookDraft book =
      new BookDraft((site, old, out) -> out.put("slip", "s").put("box", "b"))
          .step("m", ".merge(List.of(\"pick\", \"pack\"), Whole.of(\"ship\", \"1.0\"))");

  private Flow parts(boolean sideEffects) {
    return linear(
        lab.task("pick", List.of(), List.of("slip")).sideEffects(sideEffects),
        lab.task("pack", List.of(), List.of("box")).sideEffects(sideEffects),
        lab.task("post", List.of("slip", "box"), List.of()));
  }

  private Flow whole() {
    Task ship = lab.task("ship", List.of(), List.of("slip", "box"));
    return linear(ship, lab.task("post", List.of("slip", "box"), List.of()));
  }

  private static Migrations migrations(BookDraft draft) {
    return Lab.book(draft::writeTo);
  }

  /** What ran under each remedy. */
  private List<String> answers(Flow old, Set<String> codes, AtomRecord... rows)
      throws InterruptedException {
    List<String> ends = new ArrayList<>();
    FlowId refused = lab.given(old, rows);
    for (Finding finding : lab.refused(refused, whole(), migrations(book)).findings()) {
      if (codes.contains(finding.code().name())) {
        for (String line : finding.remedies()) {
          FlowId id = lab.given(old, rows);
          FlowResult end = lab.resume(id, whole(), migrations(book.copy().answer(finding, line)));
          assertThat(end.state()).as(line).isEqualTo(FlowState.SUCCESS);
          ends.add(line.replaceAll(".*(RESET|asDone|output|allow).*", "$1") + " " + lab.ran);
          lab.ran.clear();
        }
      }
    }
    return ends;
  }

  @Test
  void tasksOfWhichOneIsDoneAreRunAsAWholeOrTakenAsDone() throws InterruptedException {
    assertThat(answers(parts(false), Set.of("MIX01"), done("pick", "{\"slip\":1}")))
        .containsExactly("RESET [ship, post]", "asDone [post]");
    assertThat(answers(parts(true), Set.of("MIX01"), done("pick", "{\"slip\":1}")))
        .as("what would happen twice is allowed in the same line")
        .containsExactly("allow [ship, post]", "asDone [post]");
  }

  @Test
  void aSlotThatTwoHaveStoredIsSaidByAMap() throws InterruptedException {
    AtomRecord[] rows = {done("pick", "{\"slip\":1,\"box\":2}"), done("pack", "{\"box\":3}")};
    assertThat(answers(parts(true), Set.of("DATA03"), rows)).containsExactly("output [post]");
  }
}
