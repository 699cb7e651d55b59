package dev.portage.cli;

import dev.portage.migration.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Findings that whoever gives the command answers for. */
final class AllowOption {
  @Option(
      names = "--allow",
      paramLabel = "CODE=REASON",
      description =
          "Flows pass in spite of findings of this code; may be given several times. The reason comes"
              + " into the journal. What needs an answer is not allowed but answered, by a step.")
  private List<String> allowed = new ArrayList<>();

  /**
   * By code.
   *
   * @throws CommandException if one is no code or has no reason
   */
  static Map<FindingCode, String> reasons(List<String> given) {
    Map<FindingCode, String> reasons = new TreeMap<>();
    for (String one : given) {
      String[] parts = one.split("=", 2);
      FindingCode code = FindingCode.of(parts[0]).orElse(null);
      if (code == null || parts.length < 2 || parts[1].isBlank()) {
        throw CommandException.usage(
            "--allow takes the code of a finding and a reason, such as 'LATE01=notify may run"
                + " late'; found '"
                + Text.line(one)
                + "'");
      }
      reasons.put(code, parts[1].strip());
    }
    return reasons;
  }

  /**
   * The application with books that allow them.
   *
   * @throws CommandException if one of them needs an answer
   */
  Application in(Application application) {
    Map<FindingCode, String> reasons = reasons(allowed);
    for (FindingCode code : reasons.keySet()) {
      if (!code.isAllowable()) {
        throw CommandException.usage(
            "--allow cannot do with "
                + code
                + ": it needs an answer in a step\n  next: "
                + Shell.portage()
                + " show "
                + code);
      }
    }
    return reasons.isEmpty()
        ? application
        : new Application(application.catalog(), application.migrations().allowing(reasons));
  }

  /** The options again, for a hint; empty, or beginning with a space. */
  String asOptions() {
    StringBuilder text = new StringBuilder();
    allowed.forEach(one -> text.append(" --allow ").append(Shell.word(one)));
    return text.toString();
  }
}
