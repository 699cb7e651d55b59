package dev.portage.migration;

import dev.portage.migration.FindingCode.Severity;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that stands against a migration, or should be known before it.
 *
 * @param code what kind of thing
 * @param severity the code's, or INFO where a step allows it
 * @param atom the atom it is about
 * @param sentence what is so, beginning with the atom, without a full stop
 * @param by what has caused it: {@code step ID} or the name of a rule; empty if the code itself has
 * @param remedies lines of code that answer it, best first; any of them will do. Each is one line
 *     of Java as it stands in a book, complete but for maps, which are written {@code out -> ...},
 *     and values, {@code ...}. A line that begins with a dot belongs in the step that has caused
 *     the finding: what it says of an atom takes the place of what the step says of it, and {@code
 *     .inDoubt(..)} comes first. If no step has caused it, the line is a new step after all others.
 *     A line that begins with {@code book.} stands before the book's other rules
 * @param advice what no line of a book can do; may be empty
 */
public record Finding(
    FindingCode code,
    Severity severity,
    String atom,
    String sentence,
    String by,
    List<String> remedies,
    String advice) {
  /** Copies the lines. */
  public Finding {
    remedies = List.copyOf(remedies);
  }

  /** A finding of the code's own severity, caused by the code itself. */
  static Finding of(FindingCode code, String atom, String sentence, Remedy remedy) {
    String text = atom + " " + sentence;
    return new Finding(code, code.severity(), atom, text, "", remedy.lines(), remedy.advice());
  }

  /** The same, as bad as this. */
  Finding as(Severity other) {
    return new Finding(code, other, atom, sentence, by, remedies, advice);
  }

  /** The same, caused by a step or rule. */
  Finding causedBy(Move.By cause) {
    return new Finding(code, severity, atom, sentence, cause.name(), remedies, advice);
  }

  /** The same, which a step says is meant so: nothing needs to be done. */
  Finding allowed(Move.By step, String why) {
    String text = sentence + " (allowed by " + step.name() + ": " + why + ")";
    return new Finding(code, Severity.INFO, atom, text, step.name(), List.of(), "");
  }

  /** Whether it keeps a flow from being migrated. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Whether one of them keeps a flow from being migrated. */
  public static boolean anyError(Collection<Finding> findings) {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** Each on a line of its own, with what answers it below. */
  static String lines(Collection<Finding> findings) {
    return findings.stream().map(f -> "\n  " + f).collect(Collectors.joining());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(code).append(' ').append(severity).append(": ").append(sentence);
    String before = "\n    remedy: ";
    for (String line : remedies) {
      text.append(before).append(line);
      before = "\n        or: ";
    }
    if (!advice.isEmpty()) {
      text.append("\n    advice: ").append(advice);
    }
    return text.toString();
  }
}
