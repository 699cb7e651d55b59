package dev.portage.migration;

import dev.portage.migration.FindingCode.Severity;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Something that stands against a migration, or should be known before it.
 *
 * @param code what kind of thing
 * @param severity the code's, or INFO where a step allows it
 * @param atom the atom it is about
 * @param sentence what is so, beginning with the atom, without a full stop
 * @param remedy a line of code that answers it; empty if nothing needs to be done
 */
public record Finding(
    FindingCode code, Severity severity, String atom, String sentence, String remedy) {
  /** A finding of the code's own severity. */
  static Finding of(FindingCode code, String atom, String sentence, String remedy) {
    return new Finding(code, code.severity(), atom, atom + " " + sentence, remedy);
  }

  /** Whether it keeps a flow from being migrated. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Whether one of them keeps a flow from being migrated. */
  public static boolean anyError(Collection<Finding> findings) {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** Each on a line of its own, with its remedy below. */
  static String lines(Collection<Finding> findings) {
    return findings.stream().map(f -> "\n  " + f).collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return code
        + " "
        + severity
        + ": "
        + sentence
        + (remedy.isEmpty() ? "" : "\n    remedy: " + remedy);
  }
}
