package dev.portage.cli;

import dev.portage.cli.OutputOptions.ClosedPipeException;
import dev.portage.engine.Target;
import dev.portage.fleet.Books;
import dev.portage.fleet.FleetListener;
import dev.portage.fleet.Settled;
import dev.portage.migration.Finding;
import dev.portage.migration.Outcome;
import dev.portage.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one line of JSON for each flow that had its turn. Once nobody reads any more the run is
 * stopped. Used by the thread that drives the run.
 */
final class FleetEvents implements FleetListener {
  private final OutputOptions output;
  private final Runnable stop;
  private @Nullable ClosedPipeException closed;

  FleetEvents(OutputOptions output, Runnable stop) {
    this.output = output;
    this.stop = stop;
  }

  @Override
  public void settled(Settled one, Books books) {
    if (closed == null) {
      try {
        output.event(event(one));
      } catch (ClosedPipeException e) {
        closed = e;
        stop.run();
      }
    }
  }

  /** Throws what kept the events from being written, if anything did. */
  void check() {
    if (closed != null) {
      throw closed;
    }
  }

  private static ObjectNode event(Settled one) {
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("event", one.fate().toString());
    event.put("flow", one.flow().id().text()).put("type", one.flow().flow());
    Outcome outcome = one.outcome();
    if (outcome instanceof Outcome.Migrated migrated) {
      Target target = one.forecast().target();
      event.put("from", one.forecast().line().shape().fingerprint().hex());
      event.put("to", target == null ? null : target.shape().fingerprint().hex());
      event.put("ms", one.took().toMillis()).put("generation", migrated.revision());
    } else if (outcome instanceof Outcome.Blocked blocked) {
      ArrayNode findings = event.putArray("findings");
      blocked.findings().stream()
          .filter(Finding::isError)
          .map(finding -> finding.code().name())
          .distinct()
          .forEach(findings::add);
    } else if (!Tally.why(outcome).isEmpty()) {
      event.put("why", Tally.why(outcome));
    }
    if (one.stage() != Settled.Stage.FLEET) {
      event.put("stage", one.stage().toString());
    }
    return event;
  }
}
