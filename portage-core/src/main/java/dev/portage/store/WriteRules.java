package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.model.FlowException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What every store asks of a write, so that all of them answer alike. Pure. */
final class WriteRules {
  private WriteRules() {}

  /** See {@link FlowStore#begin}. */
  static FlowException noTransactions(Class<?> kind) {
    return new FlowException(
        "a body cannot work in a transaction of this store with a "
            + kind.getName()
            + ": it has none of that kind\n  next: store the flow in a SQL database, see"
            + " docs/guide/transactions.md");
  }

  /** See {@link FlowStore#makeAll}, of a store that has no way of its own. */
  static void makeOne(FlowStore store, List<FlowWrite> births) {
    if (births.size() > 1) {
      throw new UnusableStoreException(
          births.size()
              + " flows were not made: the store "
              + store.description()
              + " cannot make several together\n  next: make one at a time");
    }
    for (FlowWrite birth : births) {
      try {
        store.commit(birth).join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof FlowException known ? known : e;
      }
    }
  }

  /** See {@link FlowWrite#check}. */
  static void check(FlowWrite write, StoreOptions options) {
    FlowWrite.Head head = write.head();
    if (write.expected().isAbsent() && (head.inputs() == null || head.shape() == null)) {
      throw new IllegalArgumentException(
          "flow '" + write.key().id() + "' cannot be made without inputs and shape");
    }
    StorableText.check(write);
    FlowId flow = write.key().id();
    WriteSizes sizes = new WriteSizes(flow, options);
    sizes.addHead(head);
    Set<AtomName> names = new HashSet<>();
    for (AtomRecord row : write.put()) {
      if (!names.add(row.name())) {
        throw new IllegalArgumentException(
            "two rows of '" + row.name() + "' of flow '" + flow + "'");
      }
      sizes.addRow(row);
      row.historyLength();
    }
    JournalEntry journal = write.journal();
    if (journal != null) {
      checkJournal(write, journal);
      sizes.addJournal(journal);
    }
  }

  private static void checkJournal(FlowWrite write, JournalEntry journal) {
    if (!journal.flow().equals(write.key().id())
        || journal.revision() != write.expected().revision() + 1) {
      throw new IllegalArgumentException(
          "the journal of flow '"
              + write.key().id()
              + "' takes an entry of that flow for revision "
              + (write.expected().revision() + 1)
              + ", found one of '"
              + journal.flow()
              + "' for revision "
              + journal.revision());
    }
  }

  /** See {@link FlowWrite#appliedTo}. */
  static FlowHeader apply(FlowWrite write, @Nullable FlowHeader stored, Instant now) {
    return write.expected().isAbsent() ? make(write, stored, now) : change(write, stored, now);
  }

  private static FlowHeader make(FlowWrite write, @Nullable FlowHeader stored, Instant now) {
    if (stored != null) {
      throw new FlowExistsException(
          "flow '"
              + write.key().id()
              + "' cannot be made: it is stored already, as '"
              + stored.flow()
              + "' in state "
              + stored.state()
              + "\n  choose another id, or resume that one");
    }
    FlowWrite.Head head = write.head();
    return new FlowHeader(
        write.key(),
        Objects.requireNonNull(head.inputs()),
        head.meta() == null ? Payload.EMPTY : head.meta(),
        head.state(),
        ShapeRef.of(
            Objects.requireNonNull(head.shape()), head.stamp() == null ? Stamp.NONE : head.stamp()),
        1,
        lease(write, Lease.NONE),
        new Times(now, now));
  }

  private static FlowHeader change(FlowWrite write, @Nullable FlowHeader stored, Instant now) {
    if (stored == null) {
      throw stale(write, "there is no such flow");
    }
    if (!stored.key().equals(write.key())) {
      throw stale(
          write,
          "the stored one is '" + stored.flow() + "', variant '" + stored.key().variant() + "'");
    }
    if (stored.revision() != write.expected().revision()) {
      throw stale(write, "it is at revision " + stored.revision());
    }
    if (stored.lease().token() != write.expected().token()) {
      throw stale(
          write, "its token is " + stored.lease().token() + ", held by " + owner(stored.lease()));
    }
    FlowWrite.Head head = write.head();
    ShapeRef was = stored.shape();
    Stamp stamp = head.stamp() == null ? was.stamp() : head.stamp();
    return new FlowHeader(
        stored.key(),
        head.inputs() == null ? stored.inputs() : head.inputs(),
        head.meta() == null ? stored.meta() : head.meta(),
        head.state(),
        head.shape() == null ? was.stamped(stamp) : ShapeRef.of(head.shape(), stamp),
        stored.revision() + 1,
        lease(write, stored.lease()),
        new Times(stored.times().began(), now));
  }

  private static Lease lease(FlowWrite write, Lease lease) {
    if (write.lease() instanceof LeaseChange.Release) {
      return lease.released();
    }
    if (write.lease() instanceof LeaseChange.Claim claim) {
      if (!lease.isFreeFor(claim)) {
        throw stale(write, owner(lease) + " holds it until " + lease.until());
      }
      return lease.takenBy(claim);
    }
    return lease;
  }

  /**
   * See {@link FlowWrite#hasLanded}. Nobody else writes with the token of a claim, so of a change
   * the revision and the token say enough; a flow that is made may have been made by anybody.
   */
  static boolean hasLanded(FlowWrite write, FlowHeader stored) {
    FlowWrite.Head head = write.head();
    boolean isOurs =
        stored.key().equals(write.key())
            && stored.revision() == write.expected().revision() + 1
            && stored.state() == head.state()
            && hasLanded(write, stored.lease());
    if (!isOurs || !write.expected().isAbsent()) {
      return isOurs;
    }
    FlowHeader made = make(write, null, Instant.EPOCH);
    return stored.inputs().equals(made.inputs())
        && stored.meta().equals(made.meta())
        && stored.shape().equals(made.shape());
  }

  private static boolean hasLanded(FlowWrite write, Lease stored) {
    long token = write.expected().token();
    if (write.lease() instanceof LeaseChange.Claim claim) {
      return stored.token() == token + 1 && claim.owner().equals(stored.owner());
    }
    boolean isGivenUp = write.lease() instanceof LeaseChange.Release;
    return stored.token() == token && (!isGivenUp || stored.owner() == null);
  }

  private static String owner(Lease lease) {
    return lease.owner() == null ? "nobody" : "'" + lease.owner() + "'";
  }

  private static StaleWriteException stale(FlowWrite write, String found) {
    return new StaleWriteException(
        "flow '"
            + write.key().id()
            + "' ('"
            + write.key().flow()
            + "') was to be written at revision "
            + write.expected().revision()
            + " with token "
            + write.expected().token()
            + "\n  found: "
            + found
            + "\n  nothing was written; load the flow and decide again");
  }

  /** Whether the query means the flow; its page does not matter. */
  static boolean matches(FlowQuery query, FlowHeader header) {
    boolean finished = header.state().isFinished();
    return (query.flow() == null || query.flow().equals(header.flow()))
        && (query.fingerprint() == null
            || header.shape().fingerprint().hex().startsWith(query.fingerprint()))
        && (query.scope() == FlowQuery.Scope.ALL
            || finished == (query.scope() == FlowQuery.Scope.FINISHED))
        && (query.claimableAt() == null || !header.lease().isLiveAt(query.claimableAt()))
        && (query.ids().isEmpty() || query.ids().contains(header.id()))
        && query.traits().fit(header)
        && query.except().stream().noneMatch(line -> line.covers(header));
  }
}
