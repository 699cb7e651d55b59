package dev.portage.migration;

import dev.portage.engine.FlowRefusedException;
import dev.portage.store.FlowId;
import java.io.Serial;
import java.util.List;

/** A stored flow is not understood by the code, and cannot be migrated. Nothing was changed. */
public final class MigrationRefusedException extends FlowRefusedException {
  @Serial private static final long serialVersionUID = 1L;
  private final Verdict verdict;
  private final transient List<Finding> findings;

  MigrationRefusedException(FlowId flow, Verdict verdict, String message, List<Finding> findings) {
    super(flow, reason(verdict), message);
    this.verdict = verdict;
    this.findings = List.copyOf(findings);
  }

  private static Reason reason(Verdict verdict) {
    return switch (verdict) {
      case NEWER -> Reason.OTHERS;
      case STUCK -> Reason.SHAPE;
      default -> Reason.FLOW;
    };
  }

  @Override
  public List<String> codes() {
    return findings.stream()
        .filter(Finding::isError)
        .map(finding -> finding.code().name())
        .distinct()
        .toList();
  }

  /** STUCK, BLOCKED or NEWER. */
  public Verdict verdict() {
    return verdict;
  }

  /** What stands against it; empty where the difference itself does. */
  public List<Finding> findings() {
    return findings;
  }
}
