package dev.portage.migration;

import dev.portage.migration.Plan.Ready;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import dev.portage.store.FlowRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What OpenStack TaskFlow does when the code differs from what is stored: what is new starts, what
 * is gone is forgotten, what has another version goes on with what the old one left. For
 * comparisons only: whatever stands against that is noted, and nothing is refused.
 */
final class TaskflowPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(TaskflowPolicy.class);
  private static final String WHY = "the taskflow policy goes on regardless";

  /** What TaskFlow does not notice. */
  private static final Map<FindingCode, String> UNNOTICED = unnoticed();

  static final List<Rule> RULES =
      List.of(
          new Rule("taskflow: what is gone is forgotten", TaskflowPolicy::removed, UNNOTICED),
          new Rule("taskflow: what is new starts PENDING", TaskflowPolicy::added, UNNOTICED),
          new Rule("taskflow: another version goes on", TaskflowPolicy::changed, UNNOTICED));

  private TaskflowPolicy() {}

  private static Map<FindingCode, String> unnoticed() {
    Map<FindingCode, String> codes = new EnumMap<>(FindingCode.class);
    for (FindingCode code :
        List.of(
            FindingCode.RERUN01,
            FindingCode.LEAK01,
            FindingCode.FAIL01,
            FindingCode.LATE01,
            FindingCode.SKIP01)) {
      codes.put(code, WHY);
    }
    return Map.copyOf(codes);
  }

  private static List<Operation> removed(Inconsistency found, Draft atoms) {
    return found instanceof TaskRemoved removed
        ? List.of(new Drop(removed.atom(), OnDone.AUTO, InDoubt.AS_PENDING))
        : List.of();
  }

  private static List<Operation> added(Inconsistency found, Draft atoms) {
    return found instanceof TaskAdded added ? List.of(Operations.add(added)) : List.of();
  }

  private static List<Operation> changed(Inconsistency found, Draft atoms) {
    return found instanceof VersionChanged changed
        ? List.of(
            new ChangeVersion(
                changed.atom(), changed.from(), changed.to(), OutputMap.SAME, InDoubt.AS_PENDING))
        : List.of();
  }

  /** Says aloud that a flow goes on whose code is not what it was stored by. */
  static void tell(Examination examined) {
    if (!(examined.plan() instanceof Ready ready)
        || ready.moves().stream().noneMatch(TaskflowPolicy::isOurs)) {
      return;
    }
    FlowRecord flow = examined.stored();
    LOG.warn(
        "the taskflow policy lets flow '{}' ({}) go on although the code differs from what is"
            + " stored: {}; unnoticed: {}. This policy is for comparisons, not for work that"
            + " matters",
        flow.id(),
        flow.header().flow(),
        ready.moves().stream()
            .flatMap(move -> move.operations().stream())
            .map(Operation::describe)
            .collect(Collectors.joining(", ")),
        examined.findings().stream()
            .map(finding -> finding.code() + " " + finding.atom())
            .collect(Collectors.joining(", ", "[", "]")));
  }

  /** Whether a rule of this policy has made it. */
  static boolean isOurs(Move move) {
    return RULES.stream().anyMatch(rule -> rule.name().equals(move.by().name()));
  }
}
