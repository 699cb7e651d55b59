package dev.portage.store;

import dev.portage.model.FlowState;

/**
 * What is stored of a flow as a whole.
 *
 * @param key which flow it is
 * @param inputs the values it was submitted with: a JSON object from slot name to value
 * @param meta what users note beside it: a JSON object
 * @param state where it is
 * @param shape the shape it was last activated under
 * @param revision one more with every write; the first write makes it 1
 * @param lease who drives it
 * @param times when it was submitted and last written
 */
public record FlowHeader(
    Key key,
    Payload inputs,
    Payload meta,
    FlowState state,
    ShapeRef shape,
    long revision,
    Lease lease,
    Times times) {

  /**
   * Which flow it is.
   *
   * @param id unique in the store
   * @param flow the name under which the catalog has its factory
   * @param variant which of the factory's shapes it has; empty if the factory has one
   */
  public record Key(FlowId id, String flow, String variant) {}

  /** A copy with another lease; the revision stays. */
  public FlowHeader with(Lease other) {
    return new FlowHeader(key, inputs, meta, state, shape, revision, other, times);
  }

  /** Its id. */
  public FlowId id() {
    return key.id();
  }

  /** The name of the flow in the catalog. */
  public String flow() {
    return key.flow();
  }
}
