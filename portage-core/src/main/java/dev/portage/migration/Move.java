package dev.portage.migration;

import dev.portage.shape.Fingerprint;
import java.util.List;
import java.util.Map;

/**
 * Operations that the planner has bound to a shape.
 *
 * @param by the step or rule that they come from
 * @param operations in order
 * @param before the fingerprint of the atoms before
 * @param after the fingerprint of the atoms afterwards
 */
public record Move(By by, List<Operation> operations, Fingerprint before, Fingerprint after) {
  /** Copies the operations. */
  public Move {
    operations = List.copyOf(operations);
  }

  /**
   * A step or rule.
   *
   * @param name {@code step ID} or the name of a rule
   * @param because the reason given; may be empty
   * @param allowed finding codes that it allows, each with the reason why
   * @param digest of a step, over its operations; empty for a rule
   */
  public record By(String name, String because, Map<FindingCode, String> allowed, String digest) {
    /** Whether it is a step. */
    boolean isStep() {
      return name.startsWith("step ");
    }

    /** A rule, which allows nothing. */
    static By rule(String name) {
      return new By(name, "", Map.of(), "");
    }
  }
}
