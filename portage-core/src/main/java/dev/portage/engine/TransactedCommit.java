package dev.portage.engine;

import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreTransaction;
import dev.portage.store.StoreUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One write of a row, with what its body did in a transaction. It cannot be tried again; where the
 * store cannot say what became of it, another write of nothing is made in its place. That one is
 * refused if the first has landed, and keeps it from landing if not.
 */
final class TransactedCommit {
  private static final Logger LOG = LoggerFactory.getLogger(TransactedCommit.class);

  private final Workshop shop;
  private final FlowWrite write;
  private final AtomRecord row;
  private final BiConsumer<@Nullable FlowHeader, @Nullable Throwable> ended;

  /**
   * Not made yet.
   *
   * @param ended told once, on any thread: a header if it was written; a header and a {@link
   *     StoreUnavailableException} if it was not, nor ever will be, and the flow is as in that
   *     header; else why nothing can be said
   */
  TransactedCommit(
      Workshop shop,
      FlowHeader before,
      AtomRecord row,
      BiConsumer<@Nullable FlowHeader, @Nullable Throwable> ended) {
    this.shop = shop;
    this.row = row;
    this.write = write(before, List.of(row));
    this.ended = ended;
  }

  private static FlowWrite write(FlowHeader before, List<AtomRecord> rows) {
    return new FlowWrite(
        before.key(),
        FlowWrite.Expected.of(before),
        FlowWrite.Head.of(before.state()),
        rows,
        List.of(),
        LeaseChange.keep(),
        null);
  }

  void make(StoreTransaction transaction) {
    try {
      CompletableFuture<FlowHeader> unused =
          shop.store()
              .commit(write, transaction)
              .whenComplete((after, thrown) -> judge(after, PatientCommit.cause(thrown)));
    } catch (RuntimeException e) {
      transaction.close();
      judge(null, e); // a store that throws instead of completing exceptionally
    }
  }

  private void judge(@Nullable FlowHeader after, @Nullable Throwable thrown) {
    if (after == null && thrown instanceof StoreUnavailableException lost) {
      LOG.warn(
          "whether '{}' of flow '{}' was committed is not known, and is found out: {}",
          row.name(),
          write.key().id(),
          lost.getMessage());
      CompletableFuture<FlowHeader> unused =
          PatientCommit.of(shop, nothing())
              .whenComplete((other, refusal) -> findOut(lost, PatientCommit.cause(refusal)));
    } else {
      ended.accept(after, thrown);
    }
  }

  private FlowWrite nothing() {
    return new FlowWrite(
        write.key(), write.expected(), write.head(), List.of(), List.of(), write.lease(), null);
  }

  private void findOut(StoreUnavailableException lost, @Nullable Throwable refusal) {
    if (refusal != null && !(refusal instanceof StaleWriteException)) {
      ended.accept(null, refusal);
      return;
    }
    try {
      // on a thread of our own: this one may be the store's
      shop.threads().execute(() -> look(lost));
    } catch (RejectedExecutionException e) {
      lost.addSuppressed(e); // the engine has been closed
      ended.accept(null, lost);
    }
  }

  private void look(StoreUnavailableException lost) {
    try {
      FlowRecord stored = shop.store().load(write.key().id()).orElse(null);
      if (stored == null || stored.header().lease().token() != write.expected().token()) {
        ended.accept(null, new StaleWriteException("the flow is somebody else's"));
        return;
      }
      AtomRecord now = Objects.requireNonNull(stored.touched().get(row.name()));
      ended.accept(stored.header(), now.state() == row.state() ? null : lost);
    } catch (RuntimeException e) {
      ended.accept(null, e);
    }
  }
}
