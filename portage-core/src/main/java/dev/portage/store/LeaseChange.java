package dev.portage.store;

import java.time.Instant;

/** What a write does to the lease of its flow. */
public sealed interface LeaseChange {
  /** Leaves it as it is; renewals go on beside. */
  record Keep() implements LeaseChange {}

  /** Gives it up; the token stays. */
  record Release() implements LeaseChange {}

  /**
   * Takes it, with the next token. Refused as stale if somebody else's lease is live.
   *
   * @param owner who takes it
   * @param now the moment at which another's lease must have ended
   * @param until when it ends
   */
  record Claim(String owner, Instant now, Instant until) implements LeaseChange {
    /** Rejects an owner that no database could keep. */
    public Claim {
      StorableText.checkOwner(owner);
    }
  }

  /** Leaves it as it is. */
  static LeaseChange keep() {
    return new Keep();
  }

  /** Gives it up. */
  static LeaseChange release() {
    return new Release();
  }
}
