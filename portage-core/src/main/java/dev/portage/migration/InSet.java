package dev.portage.migration;

import dev.portage.migration.Plan.Ready;
import dev.portage.store.FlowId;
import dev.portage.store.SetExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flows that were carried over together.
 *
 * @param carried what came of them
 * @param last the last flow of the page; null if it had none, so that there are no more
 */
public record InSet(List<Carried> carried, @Nullable FlowId last) {
  /** Copies the list. */
  public InSet {
    carried = List.copyOf(carried);
  }

  /** What came of one of them. */
  public record Carried(FlowId flow, Outcome.Migrated outcome) {}

  static InSet of(SetExchange.Done done, Ready plan, SetProofs proofs) {
    return new InSet(
        done.carried().stream().map(each -> carried(each, plan, proofs)).toList(), done.last());
  }

  private static Carried carried(SetExchange.Carried flow, Ready plan, SetProofs proofs) {
    List<Finding> findings = proofs.findings(flow.situation());
    return new Carried(flow.id(), new Outcome.Migrated(plan, findings, flow.revision()));
  }
}
