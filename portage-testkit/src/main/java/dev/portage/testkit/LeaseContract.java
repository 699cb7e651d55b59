package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.Lease;
import dev.portage.store.LeaseChange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** At most one owner drives a flow. */
public interface LeaseContract extends OpenedStore {
  private Instant now() {
    return clock().instant();
  }

  @Test
  default void aClaimTakesTheNextTokenAndLeavesTheRevisionAlone() {
    FlowHeader made = make("1");

    FlowHeader held = store().claim(made.id(), 1, claim("ann", now())).orElseThrow();

    assertThat(held).isEqualTo(made.with(new Lease("ann", now().plusSeconds(60), 1)));
    assertThat(load("1").header()).isEqualTo(held);
  }

  @Test
  default void aLiveLeaseKeepsOthersAway() {
    FlowHeader made = make("1");
    FlowHeader held = store().claim(made.id(), 1, claim("ann", now())).orElseThrow();

    clock().advance(Duration.ofSeconds(60).minusNanos(1));
    assertThat(store().claim(made.id(), 1, claim("bob", now()))).isEmpty();
    assertThat(load("1").header()).isEqualTo(held);

    clock().advance(Duration.ofNanos(1));
    assertThat(store().claim(made.id(), 1, claim("bob", now())).orElseThrow().lease())
        .isEqualTo(new Lease("bob", now().plusSeconds(60), 2));
  }

  @Test
  default void anOwnerMayClaimItsOwnFlowAgain() {
    FlowHeader made = make("1");
    store().claim(made.id(), 1, claim("ann", now()));

    assertThat(store().claim(made.id(), 1, claim("ann", now())).orElseThrow().lease().token())
        .isEqualTo(2);
  }

  @Test
  default void aClaimNeedsTheFlowAtItsRevision() {
    FlowHeader made = make("1");

    assertThat(store().claim(FlowId.of("nobody"), 1, claim("ann", now()))).isEmpty();
    assertThat(store().claim(made.id(), 0, claim("ann", now()))).isEmpty();
    assertThat(store().claim(made.id(), 2, claim("ann", now()))).isEmpty();
    assertThat(load("1").header()).isEqualTo(made);
  }

  @Test
  default void aLeaseIsRenewedByItsTokenEvenIfItHasEnded() {
    FlowHeader made = make("1");
    store().claim(made.id(), 1, claim("ann", now()));
    clock().advance(Duration.ofHours(1));

    assertThat(store().renew(made.id(), 1, now().plusSeconds(5))).isTrue();

    assertThat(load("1").header().lease()).isEqualTo(new Lease("ann", now().plusSeconds(5), 1));
    assertThat(load("1").header().revision()).isEqualTo(1);
  }

  @Test
  default void aLeaseThatIsLostOrGivenUpIsNotRenewed() {
    FlowHeader made = make("1");
    Instant until = now().plusSeconds(500);
    assertThat(store().renew(made.id(), 0, until)).isFalse();
    store().claim(made.id(), 1, claim("ann", now()));
    store().claim(made.id(), 1, claim("ann", now()));

    assertThat(store().renew(made.id(), 1, until)).isFalse();
    assertThat(store().renew(made.id(), 3, until)).isFalse();
    assertThat(store().renew(FlowId.of("nobody"), 2, until)).isFalse();
    store().release(made.id(), 2);
    assertThat(store().renew(made.id(), 2, until)).isFalse();
    assertThat(load("1").header().lease()).isEqualTo(new Lease(null, null, 2));
  }

  @Test
  default void onlyTheLastTokenGivesUpALease() {
    FlowHeader made = make("1");
    store().claim(made.id(), 1, claim("ann", now()));
    FlowHeader held = store().claim(made.id(), 1, claim("ann", now())).orElseThrow();

    store().release(made.id(), 1);
    assertThat(load("1").header()).isEqualTo(held);

    store().release(made.id(), 2);
    store().release(FlowId.of("nobody"), 2);
    assertThat(load("1").header()).isEqualTo(made.with(new Lease(null, null, 2)));
    assertThat(store().claim(made.id(), 1, claim("bob", now())).orElseThrow().lease().token())
        .isEqualTo(3);
  }

  @Test
  default void aWriteTakesKeepsAndGivesUpALease() {
    FlowHeader taken = commit(with(creation("1"), claim("ann", now())));
    assertThat(taken.lease()).isEqualTo(new Lease("ann", now().plusSeconds(60), 1));

    FlowHeader kept = commit(change(taken, FlowState.RUNNING));
    assertThat(kept.lease()).isEqualTo(taken.lease());

    FlowHeader again = commit(with(change(kept, FlowState.RUNNING), claim("ann", now())));
    assertThat(again.lease().token()).isEqualTo(2);

    FlowHeader free = commit(with(change(again, FlowState.SUCCESS), LeaseChange.release()));
    assertThat(free.lease()).isEqualTo(new Lease(null, null, 2));
    assertThat(load("1").header()).isEqualTo(free);
  }

  @Test
  default void aWriteThatKeepsTheLeaseKeepsARenewalBesideIt() {
    FlowHeader taken = commit(with(creation("1"), claim("ann", now())));
    Instant later = now().plusSeconds(900);
    store().renew(taken.id(), 1, later);

    assertThat(commit(change(taken, FlowState.RUNNING)).lease())
        .isEqualTo(new Lease("ann", later, 1));
  }

  @Test
  default void anEndedLeaseStillWritesUntilSomebodyElseHasClaimed() {
    FlowHeader taken = commit(with(creation("1"), claim("ann", now())));
    clock().advance(Duration.ofHours(1));

    assertThat(commit(change(taken, FlowState.RUNNING)).revision()).isEqualTo(2);
  }
}
