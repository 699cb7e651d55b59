package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.StoreTransaction;
import dev.portage.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose transactions are lists of words, which are kept when they are committed. */
final class TransactingStore implements ForwardingStore {
  /** What a body works with. */
  interface Words {
    /** Adds one. */
    void add(String word);
  }

  private final FlowStore behind;
  private final boolean holdsUpWrites;
  private final List<String> committed = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  TransactingStore(FlowStore behind, boolean holdsUpWrites) {
    this.behind = behind;
    this.holdsUpWrites = holdsUpWrites;
  }

  /** The next transactions cannot be begun. */
  void refuse(int times) {
    unavailable.set(times);
  }

  List<String> committed() {
    return committed;
  }

  /** What was asked of it, in order. */
  List<String> calls() {
    return calls;
  }

  /** How many transactions are not over. */
  int open() {
    return open.get();
  }

  private final class Transaction implements StoreTransaction {
    private final List<String> words = new CopyOnWriteArrayList<>();
    private boolean over;

    @Override
    public <C> C connection(Class<C> kind) {
      Words added = words::add;
      return kind.cast(added);
    }

    @Override
    public void seal() {
      calls.add("sealed");
    }

    @Override
    public boolean isLost() {
      return words.contains("lost");
    }

    @Override
    public synchronized void close() {
      if (!over) {
        over = true;
        open.decrementAndGet();
        calls.add("over");
      }
    }
  }

  @Override
  public FlowStore behind() {
    return behind;
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    calls.add("write");
    return behind.commit(write);
  }

  @Override
  public StoreTransaction begin(Class<?> kind) {
    if (unavailable.getAndDecrement() > 0) {
      throw new StoreUnavailableException("not now");
    }
    open.incrementAndGet();
    calls.add("begin");
    return new Transaction();
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write, StoreTransaction transaction) {
    Transaction own = (Transaction) transaction;
    return behind
        .commit(write)
        .thenApply(
            after -> {
              committed.addAll(own.words);
              return after;
            })
        .whenComplete((after, thrown) -> own.close());
  }

  @Override
  public boolean transactionsHoldUpWrites() {
    return holdsUpWrites;
  }
}
