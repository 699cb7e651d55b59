package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import org.junit.jupiter.api.Test;

final class MemoryFlowStoreTest extends FlowStoreContract {
  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    return new MemoryFlowStore(clock);
  }

  @Test
  void countsWhatItWroteAndWhatItRefused() {
    MemoryFlowStore store = new MemoryFlowStore();
    FlowHeader made = OpenedStore.commit(store, creation("1"));
    OpenedStore.commit(store, change(made, FlowState.RUNNING));

    assertThat(store.commit(change(made, FlowState.RUNNING))).isCompletedExceptionally();

    assertThat(store.commits()).isEqualTo(2);
    assertThat(store.refusals()).isEqualTo(1);
  }

  @Test
  void closingForgetsNothing() {
    MemoryFlowStore store = new MemoryFlowStore();
    OpenedStore.commit(store, creation("1"));
    store.close();

    assertThat(store.load(FlowId.of("1"))).isPresent();
  }
}
