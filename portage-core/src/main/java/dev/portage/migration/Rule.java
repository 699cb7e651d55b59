package dev.portage.migration;

import dev.portage.shape.Inconsistency;
import java.util.List;

/**
 * A callback: answers one inconsistency with operations.
 *
 * @param name for plans and messages
 * @param answer gives no operations for an inconsistency that it has nothing to say to
 */
record Rule(String name, Answer answer) {
  /** The callback. Pure: the same question gets the same answer. */
  @FunctionalInterface
  interface Answer {
    /** Answers for one difference between these atoms and their target. */
    List<Operation> to(Inconsistency inconsistency, Draft atoms);
  }
}
