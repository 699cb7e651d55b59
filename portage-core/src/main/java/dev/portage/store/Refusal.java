package dev.portage.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Why a flow was not activated the last time that somebody tried. It stands beside the flow, which
 * is left byte for byte as it was, until somebody takes the flow up.
 *
 * @param flow the flow
 * @param revision the one that was refused
 * @param at when
 * @param actor who was refused: the owner name of an engine
 * @param build the fingerprint of that code's shape; empty if the code could not build the flow
 * @param sentence what was attempted, what was found, what to do; several lines. What no database
 *     keeps, such as half a surrogate pair, is a question mark
 * @param codes of the findings, in order; may be empty
 */
public record Refusal(
    FlowId flow,
    long revision,
    Instant at,
    String actor,
    String build,
    String sentence,
    List<String> codes) {
  /** Copies the codes. */
  public Refusal {
    String storable = sentence.replace('\0', '?');
    sentence = new String(storable.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    codes = List.copyOf(codes);
  }

  /** Whether the other says the same of the same revision, whenever and by whomever. */
  public boolean saysTheSameAs(Refusal other) {
    return flow.equals(other.flow)
        && revision == other.revision
        && build.equals(other.build)
        && sentence.equals(other.sentence)
        && codes.equals(other.codes);
  }

  /** Whether the flow was changed since, or somebody else has taken it up. */
  boolean isOvertakenBy(FlowHeader header) {
    return header.revision() != revision
        || (header.lease().isLiveAt(at) && !actor.equals(header.lease().owner()));
  }
}
