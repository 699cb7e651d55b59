package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease under which a run writes. Thread-safe.
 *
 * @param token of the claim
 */
record LeaseHold(Workshop shop, FlowId flow, long token) {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseHold.class);

  static LeaseHold of(Workshop shop, FlowHeader claimed) {
    return new LeaseHold(shop, claimed.id(), claimed.lease().token());
  }

  /** Extends it; false if it is no longer held. */
  boolean renew() {
    Instant until = shop.options().clock().instant().plus(shop.options().leaseDuration());
    return shop.store().renew(flow, token, until);
  }

  /** Lets others go on at once; without it they wait until the lease ends. */
  void release() {
    try {
      shop.store().release(flow, token);
    } catch (RuntimeException e) {
      LOG.warn("the lease of flow '{}' could not be given up; it ends by itself", flow, e);
    }
  }

  LostLeaseException lost(Throwable cause) {
    return new LostLeaseException(flow, shop.options().owner(), cause);
  }
}
