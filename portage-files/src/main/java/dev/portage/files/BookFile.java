package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.DefaultRule;
import dev.portage.store.NameTemplates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one file says of one flow.
 *
 * @param flow the flow's name
 * @param place where it is named
 * @param steps the places of its steps, by id
 * @param broken the ids of the steps that could not be read in full
 * @param lines what it writes into the book
 * @param answered the new tasks that it has an answer for, and where
 * @param nameTemplates which stored names of atoms are one name but for an id; see {@link
 *     NameTemplates}
 * @param returns where it says which releases are superseded; null if it does not
 */
record BookFile(
    String flow,
    Place place,
    Map<String, Place> steps,
    Set<String> broken,
    List<Consumer<BookBuilder>> lines,
    Map<String, Place> answered,
    List<String> nameTemplates,
    @Nullable Place returns) {
  private static final String SUPERSEDES = "supersedes";
  private static final String NAME_TEMPLATES = "nameTemplates";
  static final List<String> KEYS =
      List.of(
          "flow",
          "steps",
          "late",
          "seed",
          "retired",
          "retiredSteps",
          SUPERSEDES,
          "strict",
          "without",
          "taskflow",
          NAME_TEMPLATES);

  /** Reads the tree of a file; what is wrong is among the mistakes. */
  static BookFile of(Node root, Mistakes mistakes) {
    Fields fields = Fields.of(root, KEYS, mistakes);
    BookFile file =
        new BookFile(
            fields.text("flow"),
            fields.place("flow"),
            new LinkedHashMap<>(),
            new HashSet<>(),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            templates(fields, mistakes),
            fields.has(SUPERSEDES) ? fields.place(SUPERSEDES) : null);
    for (Node step : fields.nodes("steps")) {
      int before = mistakes.size();
      file.step(StepEntry.of(step, mistakes), mistakes.size() > before);
    }
    file.answers(fields);
    file.wholeBook(fields);
    return file;
  }

  private static List<String> templates(Fields fields, Mistakes mistakes) {
    List<String> templates = new ArrayList<>();
    for (String template : fields.texts(NAME_TEMPLATES)) {
      Optional<String> objection = NameTemplates.objection(template);
      objection.ifPresent(
          why ->
              mistakes.add(
                  fields.place(NAME_TEMPLATES), why, "write one, such as  delete_listener_<uuid>"));
      if (objection.isEmpty()) {
        templates.add(template);
      }
    }
    return templates;
  }

  private void wholeBook(Fields fields) {
    String[] retired = fields.texts("retired").toArray(String[]::new);
    String[] retiredSteps = fields.texts("retiredSteps").toArray(String[]::new);
    lines.add(book -> book.retired(retired).retiredSteps(retiredSteps));
    for (Node release : fields.nodes(SUPERSEDES)) {
      String[] shapes = fields.each(release).toArray(String[]::new);
      lines.add(book -> book.supersedes(shapes));
    }
    if (fields.flag("strict")) {
      lines.add(BookBuilder::strict);
    }
    DefaultRule[] without =
        fields.constants("without", DefaultRule.class).toArray(DefaultRule[]::new);
    lines.add(book -> book.without(without));
    if (fields.flag("taskflow")) {
      lines.add(BookBuilder::taskflow);
    }
  }

  private void step(StepEntry step, boolean isBroken) {
    if (isBroken) {
      broken.add(step.id());
    }
    if (!step.id().isEmpty()) {
      steps.putIfAbsent(step.id(), step.place());
      lines.add(book -> book.step(step.id(), step::write));
    }
  }

  private void answers(Fields fields) {
    for (Node late : fields.nodes("late")) {
      String task = fields.text(late);
      if (answer(task, late.place(), fields.mistakes())) {
        lines.add(book -> book.late(task));
      }
    }
    for (Entry seed : fields.entries("seed")) {
      ObjectNode output = new Trees(fields.mistakes()).slots(seed.value());
      if (answer(seed.key(), seed.place(), fields.mistakes())) {
        lines.add(book -> book.seed(seed.key(), slots -> slots.setAll(output)));
      }
    }
  }

  private boolean answer(String task, Place place, Mistakes mistakes) {
    Place first = answered.putIfAbsent(task, place);
    if (first != null) {
      twice(task, place, first, mistakes);
    }
    return first == null && !task.isEmpty();
  }

  /** One new task has one answer. */
  static void twice(String task, Place place, Place first, Mistakes mistakes) {
    mistakes.add(
        place,
        "the new task '" + task + "' is late or seeded a second time, first at " + first,
        "keep one of them");
  }
}
