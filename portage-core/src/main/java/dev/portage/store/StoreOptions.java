package dev.portage.store;

import java.time.InstantSource;
import java.util.List;

/**
 * How a store works.
 *
 * @param clock for times that the store itself sets
 * @param maxPayloadBytes the most that one value may have, before codecs
 * @param maxFlowBytes the most that the values of all atoms of a flow may have together, before
 *     codecs: a task whose output would exceed it fails
 * @param maxWriteBytes the most that all values of a flow which are written at once may have
 *     together, before codecs: inputs, metadata, rows, and the journal entry of a migration, which
 *     holds the whole flow as it was; so it had better be twice the limit of a flow
 * @param codecs what values go through on their way to the disk and back; none if empty
 * @param nameTemplates which names in a database of others are one name but for an id; a store of
 *     Portage's own has no use for them
 */
public record StoreOptions(
    InstantSource clock,
    int maxPayloadBytes,
    long maxFlowBytes,
    int maxWriteBytes,
    PayloadCodecs codecs,
    NameTemplates nameTemplates) {
  /** The limit of a flow unless a store is told another, in bytes. */
  public static final long USUAL_MAX_FLOW_BYTES = 256L * 1024 * 1024;

  /** The limit of one write unless a store is told another, in bytes. */
  public static final int USUAL_MAX_WRITE_BYTES = 512 * 1024 * 1024;

  private static final StoreOptions DEFAULTS =
      new StoreOptions(
          InstantSource.system(),
          FlowStore.USUAL_MAX_PAYLOAD_BYTES,
          USUAL_MAX_FLOW_BYTES,
          USUAL_MAX_WRITE_BYTES,
          PayloadCodecs.NONE,
          NameTemplates.NONE);

  /** Rejects what cannot work. */
  public StoreOptions {
    if (maxPayloadBytes < 1 || maxFlowBytes < 1 || maxWriteBytes < 1) {
      throw new IllegalArgumentException(
          "limits of a store are at least one byte; found "
              + maxPayloadBytes
              + " for a value, "
              + maxFlowBytes
              + " for a flow and "
              + maxWriteBytes
              + " for a write");
    }
  }

  /** The system's clock, 16 MiB for a value, 256 for a flow, 512 for a write, no codecs. */
  public static StoreOptions defaults() {
    return DEFAULTS;
  }

  /** A copy with another clock. */
  public StoreOptions withClock(InstantSource other) {
    return new StoreOptions(
        other, maxPayloadBytes, maxFlowBytes, maxWriteBytes, codecs, nameTemplates);
  }

  /** A copy with another limit of a value, in bytes. */
  public StoreOptions withMaxPayloadBytes(int other) {
    return new StoreOptions(clock, other, maxFlowBytes, maxWriteBytes, codecs, nameTemplates);
  }

  /** A copy with another limit of a flow, in bytes. */
  public StoreOptions withMaxFlowBytes(long other) {
    return new StoreOptions(clock, maxPayloadBytes, other, maxWriteBytes, codecs, nameTemplates);
  }

  /** A copy with another limit of a write, in bytes. */
  public StoreOptions withMaxWriteBytes(int other) {
    return new StoreOptions(clock, maxPayloadBytes, maxFlowBytes, other, codecs, nameTemplates);
  }

  /** A copy with these codecs, in the order in which they encode: compression before encryption. */
  public StoreOptions withCodecs(PayloadCodec... inOrder) {
    return new StoreOptions(
        clock,
        maxPayloadBytes,
        maxFlowBytes,
        maxWriteBytes,
        new PayloadCodecs(List.of(inOrder)),
        nameTemplates);
  }

  /** A copy that reads names of databases of others so. */
  public StoreOptions withNameTemplates(NameTemplates other) {
    return new StoreOptions(clock, maxPayloadBytes, maxFlowBytes, maxWriteBytes, codecs, other);
  }
}
