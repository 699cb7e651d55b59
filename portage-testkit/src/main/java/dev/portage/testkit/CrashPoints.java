package dev.portage.testkit;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.Refusal;
import dev.portage.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store in front of another that breaks at one commit, for tests of what flows do about it: crash
 * at the first, at the second, and so on until a flow ends before its crash comes.
 *
 * <pre>{@code
 * boolean crashed = true;
 * for (int n = 1; crashed; n++) {
 *   FlowStore store = new MemoryFlowStore(clock);
 *   CrashPoints mortal = CrashPoints.at(n, CrashPoints.Crash.DIES_AFTER, store);
 *   // run the flow by an engine on mortal; end the lease: clock.advance(..); resume it by one on store
 *   crashed = mortal.hasCrashed();
 * }
 * }</pre>
 *
 * <p>A process that has died writes nothing more: its commits complete exceptionally with an {@link
 * IllegalStateException}, its claims and notes are not made, and its leases are neither renewed nor
 * given up. What it reads leaves no trace and goes on. Thread-safe.
 */
public final class CrashPoints implements ForwardingStore {
  private final FlowStore behind;
  private final Crash crash;
  private final int last;
  private final AtomicInteger commits = new AtomicInteger();

  /** What happens. */
  public enum Crash {
    /** The process dies, and the write is not made. */
    DIES_BEFORE,
    /** The write is made, and the process dies before it hears of that. */
    DIES_AFTER,
    /** The store could not be reached, once. */
    FAILS_BEFORE,
    /** The write is made, and the connection is lost before the answer, once. */
    FAILS_AFTER
  }

  private CrashPoints(FlowStore behind, Crash crash, int last) {
    this.behind = behind;
    this.crash = crash;
    this.last = last;
  }

  /**
   * In front of that store.
   *
   * @param commit at which commit it happens, counted from 1
   */
  public static CrashPoints at(int commit, Crash crash, FlowStore behind) {
    if (commit < 1) {
      throw new IllegalArgumentException("commits are counted from 1, found " + commit);
    }
    return new CrashPoints(behind, crash, commit);
  }

  /** Whether it has happened. */
  public boolean hasCrashed() {
    return commits.get() >= last;
  }

  /** How many commits were attempted so far, those of a dead process among them. */
  public int commits() {
    return commits.get();
  }

  private boolean isDead() {
    return hasCrashed() && (crash == Crash.DIES_BEFORE || crash == Crash.DIES_AFTER);
  }

  @Override
  public FlowStore behind() {
    return behind;
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    int number = commits.incrementAndGet();
    if (number < last || (number > last && !isDead())) {
      return behind.commit(write);
    }
    boolean isMade = number == last && (crash == Crash.DIES_AFTER || crash == Crash.FAILS_AFTER);
    CompletableFuture<FlowHeader> answer = new CompletableFuture<>();
    if (isMade) {
      CompletableFuture<FlowHeader> unused =
          behind
              .commit(write)
              .whenComplete((made, not) -> answer.completeExceptionally(crash(write)));
    } else {
      answer.completeExceptionally(crash(write));
    }
    return answer;
  }

  private RuntimeException crash(FlowWrite write) {
    String at = " at commit " + last + ", with a write of flow '" + write.key().id() + "'";
    return isDead()
        ? new IllegalStateException("the process has died" + at + ", as the test asked")
        : new StoreUnavailableException("the store failed" + at + ", as the test asked");
  }

  @Override
  public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
    return isDead() ? Optional.empty() : behind.claim(id, revision, claim);
  }

  @Override
  public boolean renew(FlowId id, long token, Instant until) {
    return isDead() || behind.renew(id, token, until);
  }

  @Override
  public void release(FlowId id, long token) {
    if (!isDead()) {
      behind.release(id, token);
    }
  }

  @Override
  public boolean note(Refusal refusal) {
    return !isDead() && behind.note(refusal);
  }

  @Override
  public void note(List<LineageEdge> edges) {
    if (!isDead()) {
      behind.note(edges);
    }
  }
}
