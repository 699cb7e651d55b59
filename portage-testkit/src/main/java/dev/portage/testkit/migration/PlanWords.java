package dev.portage.testkit.migration;

import dev.portage.engine.FlowResult;
import dev.portage.migration.Finding;
import dev.portage.migration.Operation;
import dev.portage.migration.Outcome;
import java.util.Collection;
import java.util.stream.Collectors;

/** What became of a flow, for the message of a test that fails. */
final class PlanWords {
  private PlanWords() {}

  static String of(Outcome outcome) {
    if (outcome instanceof Outcome.Migrated migrated) {
      return "plan: "
          + migrated.plan().moves().stream()
              .map(
                  move ->
                      move.operations().stream()
                          .map(Operation::describe)
                          .collect(Collectors.joining(", ", move.by().name() + ": ", "")))
              .collect(Collectors.joining("\n        "))
          + findings(migrated.findings());
    }
    if (outcome instanceof Outcome.Blocked blocked) {
      return "blocked, because of where it is:" + findings(blocked.findings());
    }
    if (outcome instanceof Outcome.Stuck stuck) {
      return "stuck: " + stuck.why() + findings(stuck.findings());
    }
    if (outcome instanceof Outcome.Newer newer) {
      return "newer: " + newer.why();
    }
    return outcome instanceof Outcome.Failed failed
        ? "failed: " + failed.why()
        : "plan: nothing to be done, the flow is " + outcome.word();
  }

  /** How a flow ended, and why its atoms failed. */
  static String end(FlowResult result) {
    StringBuilder text = new StringBuilder(result.state().toString());
    result
        .failures()
        .forEach(
            (atom, failure) ->
                text.append("; ").append(atom).append(": ").append(failure.summary()));
    return text.toString();
  }

  /** Each on a line of its own; nothing for none. */
  static String findings(Collection<Finding> findings) {
    return findings.stream()
        .map(each -> "\n  " + each.toString().replace("\n", "\n  "))
        .collect(Collectors.joining());
  }
}
