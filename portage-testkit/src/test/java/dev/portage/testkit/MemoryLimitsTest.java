package dev.portage.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.StoreOptions;
import org.junit.jupiter.api.Test;

final class MemoryLimitsTest extends LimitContract {
  @Override
  protected FlowStore openEmpty(StoreOptions options) {
    return new MemoryFlowStore(options);
  }

  @Test
  void limitsBelowAByteAreRefused() {
    assertThatThrownBy(() -> StoreOptions.defaults().withMaxPayloadBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StoreOptions.defaults().withMaxWriteBytes(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
