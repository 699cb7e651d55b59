package dev.portage.migration.history;

import dev.portage.migration.Operation;
import dev.portage.migration.StepDraft;
import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renames as they were drafted beside renames as a person judged them. */
final class DraftedRenames {
  /** Judged, and drafted without asking. */
  int found;

  /** Judged, asked, and the right answer is the first that is offered. */
  int firstOffered;

  /** Judged, asked, and the right answer is another one. */
  int otherOffered;

  /** Drafted without asking, and not on the judged list. */
  final List<String> unjudged = new ArrayList<>();

  /** Judged, and drafted as something else, or not offered. */
  final List<String> missed = new ArrayList<>();

  /** Compares for one change. */
  void add(Shape old, Shape now, Map<String, String> judged) {
    StepDraft draft = StepDraft.between(old, now);
    Map<String, String> drafted = new LinkedHashMap<>();
    for (Operation operation : draft.operations()) {
      if (operation.word().equals("rename")) {
        drafted.put(operation.sources().iterator().next(), operation.creates().iterator().next());
      }
    }
    judged.forEach((gone, fresh) -> add(draft, gone + " -> " + fresh, drafted.get(gone), fresh));
    drafted.forEach(
        (gone, fresh) -> {
          if (!judged.containsKey(gone)) {
            unjudged.add(gone + " -> " + fresh);
          }
        });
  }

  private void add(StepDraft draft, String rename, String drafted, String fresh) {
    if (fresh.equals(drafted)) {
      found++;
      return;
    }
    for (Question question : draft.questions()) {
      if (rename.startsWith(question.gone() + " -> ")) {
        int at =
            question.candidates().stream().map(c -> c.fresh()).toList().indexOf(List.of(fresh));
        if (at >= 0) {
          firstOffered += at == 0 ? 1 : 0;
          otherOffered += at == 0 ? 0 : 1;
          return;
        }
      }
    }
    missed.add(rename);
  }

  private int judged() {
    return found + firstOffered + otherOffered + missed.size();
  }

  /** How much of what is drafted without asking is on the judged list. */
  double precision() {
    return (double) found / (found + unjudged.size());
  }

  /** Precision, recall, and recall if every question gets the answer that is offered first. */
  String rates(String of) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.3f | %.3f | %.3f |%n",
        of,
        judged(),
        precision(),
        (double) found / judged(),
        (double) (found + firstOffered) / judged());
  }

  /** As a line of a Markdown table. */
  String row(String of) {
    int judged = judged();
    return String.format(
        "| %s | %d | %d | %d | %d | %d | %d |%n",
        of, judged, found, firstOffered, otherOffered, missed.size(), unjudged.size());
  }
}
