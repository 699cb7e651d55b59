package dev.portage.fleet;

import dev.portage.migration.Forecast;
import dev.portage.migration.Outcome;
import dev.portage.store.FlowHeader;
import java.time.Duration;
import java.util.Locale;

/**
 * What came of one flow. A flow that was busy may be told of once more, if the run waits for it.
 *
 * @param stage when
 * @param forecast what was foretold of its shape
 * @param flow which one
 * @param outcome what came of it; {@link Outcome.Failed} also for what nobody has foreseen
 * @param took from its turn to the moment at which it was durable; of flows that are carried over
 *     together, the time that all of them took
 */
public record Settled(
    Stage stage, Forecast forecast, FlowHeader.Key flow, Outcome outcome, Duration took) {
  /** When a flow has its turn. */
  public enum Stage {
    /** Nothing is written. */
    REHEARSAL,
    /** Among the first of its shape. */
    CANARY,
    /** With all others. */
    FLEET;

    /** In lower case, as shown. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it is counted. */
  public Fate fate() {
    return Fate.of(outcome);
  }
}
