package dev.portage.store;

import dev.portage.model.Names;
import java.util.Comparator;
import java.util.List;

/**
 * How many flows have one shape.
 *
 * @param flow their name
 * @param variant their variant
 * @param shape their shape and stamp
 * @param unfinished how many are unfinished
 * @param finished how many are finished
 * @param sample the least id, of an unfinished one if there is any
 */
public record CensusLine(
    String flow, String variant, ShapeRef shape, long unfinished, long finished, FlowId sample)
    implements Comparable<CensusLine> {
  private static final Comparator<CensusLine> ORDER =
      Comparator.comparing(CensusLine::flow, Names.BY_UTF8)
          .thenComparing(CensusLine::variant, Names.BY_UTF8)
          .thenComparing(line -> line.shape().fingerprint().hex())
          .thenComparing(line -> line.shape().digest())
          .thenComparing(line -> String.join(",", line.shape().stamp().heads()), Names.BY_UTF8)
          .thenComparing(CensusLine::sample);

  /** Whether the flow is one of those that it counts, or would be if it was there. */
  public boolean covers(FlowHeader header) {
    return flow.equals(header.flow())
        && variant.equals(header.key().variant())
        && shape.equals(header.shape());
  }

  /** Whether both count the same flows, perhaps at different moments. */
  public boolean isOf(CensusLine other) {
    return flow.equals(other.flow) && variant.equals(other.variant) && shape.equals(other.shape);
  }

  /** By name, variant, fingerprint, digest and stamp. */
  @Override
  public int compareTo(CensusLine other) {
    return ORDER.compare(this, other);
  }

  /** The line of flows that are all alike. */
  static CensusLine of(List<FlowHeader> alike) {
    FlowHeader first = alike.get(0);
    List<FlowHeader> unfinished =
        alike.stream().filter(header -> !header.state().isFinished()).toList();
    return new CensusLine(
        first.flow(),
        first.key().variant(),
        first.shape(),
        unfinished.size(),
        alike.size() - unfinished.size(),
        (unfinished.isEmpty() ? first : unfinished.get(0)).id());
  }
}
