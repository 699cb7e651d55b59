package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.migration.StepBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One step as it is written in a file.
 *
 * @param id empty if it has none, which is among the mistakes
 * @param place where it begins
 * @param lines what it writes into the step, in order
 */
record StepEntry(String id, Place place, List<Consumer<StepBuilder>> lines) {
  static final List<String> KEYS =
      List.of("id", "because", "after", "replaces", "from", "to", "allow", "do");

  static StepEntry of(Node node, Mistakes mistakes) {
    Fields fields = Fields.of(node, KEYS, mistakes);
    List<Consumer<StepBuilder>> lines = new ArrayList<>();
    String because = fields.text("because", "");
    String[] after = fields.texts("after").toArray(String[]::new);
    String[] replaced = fields.texts("replaces").toArray(String[]::new);
    lines.add(step -> step.because(because).after(after).replaces(replaced));
    if (fields.has("from")) {
      String from = fields.text("from");
      lines.add(step -> step.from(from));
    }
    if (fields.has("to")) {
      String to = fields.text("to");
      lines.add(step -> step.to(to));
    }
    for (Entry allowed : fields.entries("allow")) {
      String why = fields.text(allowed.value());
      lines.add(step -> step.allow(allowed.key(), why));
    }
    for (Node operation : fields.nodes("do")) {
      lines.add(OperationEntry.of(operation, mistakes));
    }
    return new StepEntry(fields.text("id"), fields.place("id"), lines);
  }

  /** Writes it down. */
  void write(StepBuilder step) {
    lines.forEach(line -> line.accept(step));
  }
}
