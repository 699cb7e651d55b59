package dev.portage.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who drives a flow.
 *
 * @param owner null if nobody does
 * @param until when the owner's right ends unless renewed; null if nobody has it
 * @param token the fence: one more with every claim. A write with an older token is refused, so a
 *     paused process that wakes up cannot write
 */
public record Lease(@Nullable String owner, @Nullable Instant until, long token) {
  /** Nobody has ever claimed the flow. */
  public static final Lease NONE = new Lease(null, null, 0);

  /** Whether somebody else must keep away at that moment. */
  public boolean isLiveAt(Instant now) {
    return owner != null && until != null && until.isAfter(now);
  }

  /** Whether it may be taken: nobody else's is live. An owner may take its own again. */
  public boolean isFreeFor(LeaseChange.Claim claim) {
    return claim.owner().equals(owner) || !isLiveAt(claim.now());
  }

  /** The lease after a claim, with the next token. */
  public Lease takenBy(LeaseChange.Claim claim) {
    return new Lease(claim.owner(), claim.until(), token + 1);
  }

  /** The lease after it was given up; the token stays. */
  public Lease released() {
    return new Lease(null, null, token);
  }
}
