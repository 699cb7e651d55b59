package dev.portage;

import dev.portage.model.FlowException;
import java.io.Serial;

/** The application was not started: stored flows that are not finished are stuck in this code. */
public final class StuckFlowsException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient StartReport report;

  StuckFlowsException(StartReport report) {
    super(
        "not started: of the unfinished flows in "
            + report.store()
            + ", "
            + report.stuckFlows()
            + (report.stuckFlows() == 1 ? " is" : " are")
            + " stuck in this code"
            + report.text()
            + "\n  next: let a step of the migration book say what became of their tasks (portage"
            + " new drafts it), or start the code that stored them");
    this.report = report;
  }

  /** What was found. */
  public StartReport report() {
    return report;
  }
}
