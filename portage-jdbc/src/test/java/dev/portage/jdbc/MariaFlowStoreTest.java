package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import dev.portage.store.StoreOptions;
import dev.portage.testkit.FlowStoreContract;
import dev.portage.testkit.SharedContract;

final class MariaFlowStoreTest extends FlowStoreContract implements SharedContract {
  private final String url = TestMaria.url(TestMaria.newDatabase()) + "&portage.tables=create";

  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    return FlowStores.open(url, StoreOptions.defaults().withClock(clock));
  }

  @Override
  public FlowStore openAnother() {
    return openEmpty(clock());
  }
}
