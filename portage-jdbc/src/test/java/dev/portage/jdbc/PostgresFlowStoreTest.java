package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.testkit.FlowStoreContract;

final class PostgresFlowStoreTest extends FlowStoreContract {
  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    String url = TestPostgres.url(TestPostgres.newDatabase());
    return new PostgresFlowStoreProvider(clock).open(url + "&portage.tables=create");
  }
}
