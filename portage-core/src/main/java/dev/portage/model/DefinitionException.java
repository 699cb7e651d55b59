package dev.portage.model;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A flow, a catalog or a migration book that is wrong. Carries every mistake, not just the first.
 */
public final class DefinitionException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  /**
   * Collects the mistakes of one definition.
   *
   * @param what the definition, such as {@code flow 'checkout'}
   * @param problems at least one
   */
  public DefinitionException(String what, List<Problem> problems) {
    super(
        what
            + " has "
            + (problems.size() == 1 ? "a mistake" : problems.size() + " mistakes")
            + problems.stream().map(p -> "\n  " + p).collect(Collectors.joining()));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes, in the order in which they were found; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
