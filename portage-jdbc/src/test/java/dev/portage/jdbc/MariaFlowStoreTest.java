package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.FlowStoreContract;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import dev.portage.store.StoreOptions;

final class MariaFlowStoreTest extends FlowStoreContract {
  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    String url = TestMaria.url(TestMaria.newDatabase());
    return FlowStores.open(
        url + "&portage.tables=create", StoreOptions.defaults().withClock(clock));
  }
}
