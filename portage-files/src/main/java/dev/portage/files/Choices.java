package dev.portage.files;

import dev.portage.files.Node.Keyed;
import dev.portage.migration.InDoubt;
import dev.portage.migration.WhenMixed;
import java.util.List;

/** What operations do where a task was running, or only some of several are done. */
final class Choices {
  static final String IN_DOUBT = "inDoubt";
  private static final String AS_DONE = "asDone";

  private Choices() {}

  /** What is chosen for a task that was running; by default it blocks the flow. */
  static InDoubt inDoubt(Fields fields) {
    Node node = fields.node(IN_DOUBT);
    if (node instanceof Keyed) {
      Fields done = Fields.of(node, List.of(AS_DONE), fields.mistakes());
      Node output = done.node(AS_DONE);
      return output == null
          ? InDoubt.BLOCK
          : InDoubt.asDone(new Trees(fields.mistakes()).slots(output));
    }
    return switch (fields.constant(IN_DOUBT, Doubt.class, Doubt.BLOCK)) {
      case BLOCK -> InDoubt.BLOCK;
      case AS_PENDING -> InDoubt.AS_PENDING;
      case AS_FAILED -> InDoubt.AS_FAILED;
    };
  }

  /** The choices that are one word. */
  private enum Doubt {
    BLOCK,
    AS_PENDING,
    AS_FAILED
  }

  /** What is chosen where only some of the tasks are done; by default they block the flow. */
  static WhenMixed whenMixed(Fields fields) {
    Node node = fields.node("whenMixed");
    if (node instanceof Keyed) {
      Fields done = Fields.of(node, List.of(AS_DONE), fields.mistakes());
      Expression fill = Expression.in(done, AS_DONE);
      return fill == null ? WhenMixed.BLOCK : WhenMixed.asDone(fill);
    }
    return switch (fields.constant("whenMixed", Mixed.class, Mixed.BLOCK)) {
      case BLOCK -> WhenMixed.BLOCK;
      case RESET -> WhenMixed.RESET;
    };
  }

  /** The choices that are one word. */
  private enum Mixed {
    BLOCK,
    RESET
  }
}
