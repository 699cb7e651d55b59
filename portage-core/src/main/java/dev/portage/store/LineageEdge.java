package dev.portage.store;

import dev.portage.shape.Fingerprint;

/**
 * Code was seen that carries flows of one shape over to another, its own. All edges of a flow name
 * say in which order its shapes came about, without a clock.
 *
 * @param flow the name of the flows
 * @param variant their variant
 * @param from what was stored; equal to {@code to} where it only says that code of that shape was
 *     seen
 * @param to the shape of that code
 * @param epoch how many times that code's line of releases has returned to an older shape
 * @param sample a flow that had the shape {@code from}; it may be gone
 */
public record LineageEdge(
    String flow, String variant, Fingerprint from, Fingerprint to, int epoch, FlowId sample) {

  /** Whether it says nothing but that code of its shape was seen. */
  public boolean isOfOneShape() {
    return from.equals(to);
  }

  /** Whether the other says the same, perhaps with another sample. */
  public boolean saysTheSameAs(LineageEdge other) {
    return flow.equals(other.flow)
        && variant.equals(other.variant)
        && from.equals(other.from)
        && to.equals(other.to)
        && epoch == other.epoch;
  }
}
