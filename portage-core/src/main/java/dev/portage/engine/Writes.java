package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one run, at most one on its way, and who waits for the next to be durable. Not
 * thread-safe.
 */
final class Writes {
  private final Workshop shop;
  private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
  private List<CompletableFuture<Boolean>> answered = List.of();
  private FlowHeader header;
  private boolean inFlight;

  /**
   * None yet.
   *
   * @param header as it is stored, under the run's claim
   */
  Writes(Workshop shop, FlowHeader header) {
    this.shop = shop;
    this.header = header;
  }

  /** Whether one is on its way. */
  boolean inFlight() {
    return inFlight;
  }

  /** The header as the last of them has left it. */
  FlowHeader header() {
    return header;
  }

  /** Answers true once whatever is not stored yet is durable. */
  void confirm(CompletableFuture<Boolean> answer) {
    waiting.add(answer);
  }

  /** Everything is durable already. */
  void nothingToWrite() {
    waiting.forEach(answer -> answer.complete(true));
    waiting.clear();
  }

  /**
   * Writes; the lease is given up if the flow is at rest then.
   *
   * @param ended told once, on any thread; it calls {@link #landed}
   */
  void write(
      FlowState state,
      List<AtomRecord> rows,
      List<AtomName> gone,
      BiConsumer<@Nullable FlowHeader, Throwable> ended) {
    inFlight = true;
    answered = List.copyOf(waiting);
    waiting.clear();
    FlowWrite write =
        new FlowWrite(
            header.key(),
            FlowWrite.Expected.of(header),
            FlowWrite.Head.of(state),
            rows,
            gone,
            state.isUnderWay() ? LeaseChange.keep() : LeaseChange.release(),
            null);
    CompletableFuture<FlowHeader> unused = PatientCommit.of(shop, write).whenComplete(ended);
  }

  /**
   * Writes the row of one atom, and commits what its body did; who waits for a write waits for the
   * next.
   *
   * @param ended as {@link TransactedCommit} says; it calls {@link #landed}
   */
  void write(
      AtomRecord row,
      StoreTransaction transaction,
      BiConsumer<@Nullable FlowHeader, @Nullable Throwable> ended) {
    inFlight = true;
    new TransactedCommit(shop, header, row, ended).make(transaction);
  }

  /** Nothing is written until {@link #landed} is called. */
  void hold() {
    inFlight = true;
  }

  /** Takes what the store has said; null if it has not written. */
  void landed(@Nullable FlowHeader after) {
    inFlight = false;
    if (after != null) {
      header = after;
      answered.forEach(answer -> answer.complete(true));
      answered = List.of();
    }
  }
}
