package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.testkit.FlowStoreContract;

final class MariaFlowStoreTest extends FlowStoreContract {
  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    String url = TestMaria.url(TestMaria.newDatabase());
    return new MariaFlowStoreProvider(clock).open(url + "&portage.tables=create");
  }
}
