package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.entry;
import static dev.portage.testkit.StoreSamples.journalling;
import static dev.portage.testkit.StoreSamples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.StaleWriteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What several processes that share a store may rely on. The test of a store that outlives the
 * process that opened it implements this beside {@link FlowStoreContract}.
 */
public interface SharedContract extends OpenedStore {
  /**
   * Opens what {@link #store} has open a second time, as another process would: nothing is shared
   * but what is stored. The test closes it.
   */
  FlowStore openAnother();

  @Test
  default void whatIsAcknowledgedIsSeenByOthersAtOnce() {
    try (FlowStore other = openAnother()) {
      FlowHeader header = make("1");
      for (int i = 0; i < 20; i++) {
        assertThat(other.load(header.id())).isEqualTo(store().load(header.id()));
        assertThat(other.load(header.id()).orElseThrow().header()).isEqualTo(header);
        header = commit(change(header, FlowState.RUNNING, done("a", "{\"n\":" + i + "}")));
      }
      commit(journalling(header, entry(header)));
      assertThat(other.journal(header.id())).containsExactly(entry(header));
    }
  }

  @Test
  default void whatIsAcknowledgedIsThereAfterClosing() {
    List<CompletableFuture<FlowHeader>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writes.add(store().commit(creation("f" + i)));
    }
    List<FlowHeader> acknowledged = writes.stream().map(CompletableFuture::join).toList();
    store().close();

    try (FlowStore other = openAnother()) {
      assertThat(acknowledged)
          .allSatisfy(
              header ->
                  assertThat(other.load(header.id()).orElseThrow().header()).isEqualTo(header));
    }
  }

  @Test
  default void aLeaseHoldsAgainstOthers() {
    FlowHeader made = make("1");
    try (FlowStore other = openAnother()) {
      assertThat(store().claim(made.id(), 1, claim("ann", clock().instant()))).isPresent();
      assertThat(other.claim(made.id(), 1, claim("bob", clock().instant()))).isEmpty();

      clock().advance(Duration.ofHours(1));
      assertThat(other.claim(made.id(), 1, claim("bob", clock().instant()))).isPresent();
      assertThat(store().renew(made.id(), 1, clock().instant().plusSeconds(60))).isFalse();
    }
  }

  @Test
  default void whoHasLostALeaseToOthersNoLongerWrites() {
    FlowHeader made = make("1");
    FlowHeader lost = store().claim(made.id(), 1, claim("ann", clock().instant())).orElseThrow();
    clock().advance(Duration.ofHours(1));
    try (FlowStore other = openAnother()) {
      FlowHeader held = other.claim(made.id(), 1, claim("bob", clock().instant())).orElseThrow();

      assertThatThrownBy(() -> commit(change(lost, FlowState.FAILURE, row("a", AtomState.FAILURE))))
          .isInstanceOf(StaleWriteException.class);
      assertThat(load("1").header()).isEqualTo(held);
      assertThat(load("1").touched()).isEmpty();

      FlowHeader moved = OpenedStore.commit(other, change(held, FlowState.RUNNING));
      assertThat(load("1").header()).isEqualTo(moved);
    }
  }

  @Test
  default void ofWritesFromTwoProcessesOnOneRevisionExactlyOneWins() {
    try (FlowStore other = openAnother()) {
      FlowHeader header = make("1");
      for (int round = 0; round < 10; round++) {
        FlowWrite next = change(header, FlowState.RUNNING);
        FlowStore first = round % 2 == 0 ? store() : other;
        FlowStore second = round % 2 == 0 ? other : store();
        List<CompletableFuture<FlowHeader>> racers =
            List.of(first.commit(next), second.commit(next));
        assertThat(racers.stream().filter(SharedContract::isMade)).hasSize(1);
        header = load("1").header();
        assertThat(header.revision()).isEqualTo(round + 2);
      }
      assertThat(other.load(FlowId.of("1")).orElseThrow().header()).isEqualTo(header);
    }
  }

  private static boolean isMade(CompletableFuture<FlowHeader> write) {
    return write.handle((header, refused) -> refused == null).join();
  }
}
