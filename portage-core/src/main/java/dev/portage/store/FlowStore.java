package dev.portage.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where flows are stored: the authority on what was done. There is one door, {@link #commit}: every
 * change of a stored flow goes through it, all or nothing, checked against the revision and the
 * fencing token. Thread-safe.
 */
public interface FlowStore extends FlowReader {
  /** The limit of a payload unless a store is told another, in bytes. */
  int USUAL_MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

  /**
   * Writes one change in one transaction, perhaps together with changes of other flows; each of
   * those succeeds or fails alone. At most one write of a flow may be on its way: the caller waits
   * for the future before the next.
   *
   * @return completes with the new header once the change is durable. Completes exceptionally, and
   *     then nothing was written, with {@link StaleWriteException} if revision, token or lease do
   *     not match, {@link FlowExistsException} if the flow to be made is there already, {@link
   *     PayloadTooLargeException} or {@link PayloadException} if {@link FlowWrite#check} refuses
   *     it, or {@link StoreUnavailableException} if the store could not write. If the connection
   *     was lost in the moment of the commit itself nobody can know whether that took place: load
   *     the flow before going on after that exception. Dependents of the future may run on a thread
   *     of the store
   * @throws IllegalArgumentException if {@link FlowWrite#check} finds the write contradictory
   */
  CompletableFuture<FlowHeader> commit(FlowWrite write);

  /**
   * The same for a caller who has nothing else to do before the change is durable: the store may
   * use its thread, and return only then. That saves handing the change to another thread and the
   * answer back, which takes longer than writing it where the disk is fast.
   *
   * @return completes as that of {@link #commit(FlowWrite)} does
   */
  default CompletableFuture<FlowHeader> commitHere(FlowWrite write) {
    return commit(write);
  }

  /**
   * Makes several flows in one transaction: all of them, or none. Durable on return.
   *
   * @param births each of a flow that is not there, no two of one flow
   * @throws FlowExistsException if one is there; and whatever else a {@link #commit(FlowWrite)} of
   *     one of them would be refused with. Nothing was written then
   * @throws UnusableStoreException if the store can write only one flow at a time, and these are
   *     several
   */
  default void makeAll(List<FlowWrite> births) {
    WriteRules.makeOne(this, births);
  }

  /**
   * Takes the lease of a flow, with the next token; the revision stays. Durable on return.
   *
   * @return the header with the new lease; empty if there is no such flow, another owner's lease is
   *     live at {@code claim.now()}, or the flow is no longer at the expected revision
   */
  Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim);

  /**
   * Extends a lease that still has this token, even one that has ended meanwhile. Durable on
   * return.
   *
   * @return false if somebody else has claimed the flow, the lease was given up, or there is no
   *     such flow
   */
  boolean renew(FlowId id, long token, Instant until);

  /** Gives up a lease if it still has this token, else nothing; revision and token stay. */
  void release(FlowId id, long token);

  /**
   * Notes beside a flow why it was not activated, in place of an earlier note. Nothing of the flow
   * itself changes, not even its revision. The note goes when the flow is claimed, by {@link
   * #claim} or by a write that claims it. Durable on return.
   *
   * @return false, and then nothing was written, if there is no such flow, it is at another
   *     revision, another than the actor holds it, or a note that says the same is there
   */
  boolean note(Refusal refusal);

  /** Keeps edges of a lineage; those that are there already stay as they are. Durable on return. */
  void note(List<LineageEdge> edges);

  /**
   * Keeps what is to be known of a run over many flows, in place of what was kept of it before.
   * Durable on return. A store without a place for it keeps nothing.
   */
  default void note(RunNote run) {}

  /**
   * Removes flows that are no longer kept, those that were finished first first, each with all that
   * is stored of it: its rows, its refusal, its journal. All that it removes it removes in one
   * transaction, so that nobody ever sees part of a flow; others write between two calls, if the
   * caller rests as long as one takes. Shapes, lineages and the digests of steps stay. Durable on
   * return.
   *
   * @param most at most so many
   * @return how many were removed; fewer than {@code most} if no more were to be had just now
   * @throws UnusableStoreException if the store has no way to remove flows
   */
  default int prune(Expiry expiry, int most) {
    throw new UnusableStoreException(
        "finished flows were not removed: the store "
            + description()
            + " has no way to remove any\n  next: keep them, or remove them by its own means");
  }

  /**
   * Carries a page of flows over within the database, each as {@link #commit} would, with the same
   * rows and the same entry in its journal; all of the page in one transaction. Durable on return.
   *
   * @return empty if this store has no way to do that, so that each flow has to be committed alone
   * @throws StoreUnavailableException as {@code commit} does: nobody may know then whether the page
   *     was carried over
   */
  default Optional<SetExchange.Done> exchange(SetExchange exchange) {
    return Optional.empty();
  }

  /**
   * Begins a transaction for a body to work in, once it is its turn. Whoever begins one commits or
   * closes it. A store that has none refuses.
   *
   * @param kind of what the body works with
   * @throws StoreUnavailableException if the store cannot be reached
   * @throws dev.portage.model.FlowException if it has no transactions of this kind
   * @throws InterruptedException if interrupted while waiting for its turn
   */
  default StoreTransaction begin(Class<?> kind) throws InterruptedException {
    throw WriteRules.noTransactions(kind);
  }

  /**
   * Writes a change in a transaction of this store's that a body has worked in, and commits both;
   * or neither, and then what the body did is undone. The transaction is over in either case.
   *
   * @return completes as that of the other {@code commit}; with {@link TransactionFailedException}
   *     if what the body did is the reason, and with {@link StoreUnavailableException} also if
   *     another transaction was in its way, such as in a deadlock
   */
  default CompletableFuture<FlowHeader> commit(FlowWrite write, StoreTransaction transaction) {
    throw WriteRules.noTransactions(transaction.getClass());
  }

  /**
   * Whether a write waits while a transaction is open. If so, whoever has begun one must not wait
   * for a write before it is over.
   */
  default boolean transactionsHoldUpWrites() {
    return false;
  }

  /**
   * The most that the values of all atoms of one flow may have together, in bytes. An engine lets a
   * task fail whose output would exceed it.
   */
  default long maxFlowBytes() {
    return StoreOptions.USUAL_MAX_FLOW_BYTES;
  }

  /** The limit of {@link FlowWrite#check}: the largest payload that can be stored, in bytes. */
  int maxPayloadBytes();
}
