package dev.portage.migration;

import dev.portage.shape.Inconsistency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A callback: answers one inconsistency with operations.
 *
 * @param name for plans and messages
 * @param answer gives no operations for an inconsistency that it has nothing to say to
 * @param allowed findings that its answers may cause, each with the reason why; usually none
 */
record Rule(String name, Answer answer, Map<FindingCode, String> allowed) {
  /** A rule that allows nothing. */
  Rule(String name, Answer answer) {
    this(name, answer, Map.of());
  }

  /** It as the cause of moves. */
  Move.By by() {
    return new Move.By(name, "", allowed, "");
  }

  /** A copy that allows these too, unless it says itself why it does. */
  Rule allowing(Map<FindingCode, String> more) {
    Map<FindingCode, String> all = new EnumMap<>(more);
    all.putAll(allowed);
    return new Rule(name, answer, all);
  }

  /** What an exception says; its kind only if it says nothing. */
  static String said(RuntimeException thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }

  /** The callback. Pure: the same question gets the same answer. */
  @FunctionalInterface
  interface Answer {
    /** Answers for one difference between these atoms and their target. */
    List<Operation> to(Inconsistency inconsistency, Draft atoms);
  }
}
