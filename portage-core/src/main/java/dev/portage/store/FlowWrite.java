package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of one stored flow: all of it happens or nothing. The revision becomes one more than
 * expected.
 *
 * @param key which flow; must be the stored one's
 * @param expected what the caller last saw
 * @param head what becomes of the flow as a whole
 * @param put rows to write, each in place of the one with its name; no two of one name
 * @param delete rows to remove, before others are put; a missing one is no error
 * @param lease what becomes of the lease
 * @param journal a line for the journal; null for ordinary progress
 * @param origins what rows are made of, where that is a row of another name: by declared name the
 *     declared name before. For databases of others, whose rows hold more than a record does; a
 *     store that keeps records need not look at it
 */
public record FlowWrite(
    FlowHeader.Key key,
    Expected expected,
    Head head,
    List<AtomRecord> put,
    List<AtomName> delete,
    LeaseChange lease,
    @Nullable JournalEntry journal,
    Map<String, String> origins) {
  /** Copies the lists. */
  public FlowWrite {
    put = List.copyOf(put);
    delete = List.copyOf(delete);
    origins = Map.copyOf(origins);
  }

  /** A write whose rows are what the rows of their names were. */
  public FlowWrite(
      FlowHeader.Key key,
      Expected expected,
      Head head,
      List<AtomRecord> put,
      List<AtomName> delete,
      LeaseChange lease,
      @Nullable JournalEntry journal) {
    this(key, expected, head, put, delete, lease, journal, Map.of());
  }

  /**
   * Refuses what no store takes, before anything is written. Every store calls it.
   *
   * <p>The limit of a value holds for inputs, metadata, outputs, what reverting returned and
   * histories. Journal entries, which hold the values of a whole flow, are counted with the write
   * as a whole. Failures, which must never be lost, are not limited.
   *
   * @throws PayloadTooLargeException if a value is over its limit, or all together are over that of
   *     a write
   * @throws PayloadException if a retry's history is not a JSON array, or the codec id of a value
   *     has the mark of a {@link PayloadCodec}
   * @throws IllegalArgumentException if the flow is to be made without inputs or shape, two rows
   *     have one name, the journal entry is not of this flow and the next revision, or a name has a
   *     NUL character or half a surrogate pair, which no database keeps
   */
  public void check(StoreOptions options) {
    WriteRules.check(this, options);
  }

  /**
   * The header after this write. Every store decides by it whether the write may happen.
   *
   * @param stored what is stored now; null if there is no such flow
   * @param now the store's clock
   * @throws StaleWriteException if name, variant, revision, token or lease do not match
   * @throws FlowExistsException if the flow is to be made and is there
   */
  public FlowHeader appliedTo(@Nullable FlowHeader stored, Instant now) {
    return WriteRules.apply(this, stored, now);
  }

  /**
   * Whether it was this write that has left the flow as it is stored: to be asked when the store
   * could not say what became of it. Renewals of the lease since then do not matter.
   */
  public boolean hasLanded(FlowHeader stored) {
    return WriteRules.hasLanded(this, stored);
  }

  /**
   * What the caller last saw.
   *
   * @param revision 0 if the flow does not exist yet
   * @param token 0 if the flow does not exist yet
   */
  public record Expected(long revision, long token) {
    /** There is no flow of that id. */
    public static final Expected ABSENT = new Expected(0, 0);

    /** The flow is as in this header. */
    public static Expected of(FlowHeader header) {
      return new Expected(header.revision(), header.lease().token());
    }

    /** Whether the write is to make the flow. */
    public boolean isAbsent() {
      return revision == 0;
    }
  }

  /**
   * The flow as a whole after the write.
   *
   * @param state where it is
   * @param inputs null leaves them as they are; required when the flow is made
   * @param meta null leaves it as it is; none when the flow is made means empty
   * @param shape null leaves it as it is; required when the flow is made. Stored if the store does
   *     not have it yet
   * @param stamp null leaves it as it is; none when the flow is made means {@link Stamp#NONE}
   */
  public record Head(
      FlowState state,
      @Nullable Payload inputs,
      @Nullable Payload meta,
      @Nullable Shape shape,
      @Nullable Stamp stamp) {
    /** Changes the state only. */
    public static Head of(FlowState state) {
      return new Head(state, null, null, null, null);
    }
  }
}
