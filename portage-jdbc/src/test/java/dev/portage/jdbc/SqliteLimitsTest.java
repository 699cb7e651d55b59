package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreOptions;
import dev.portage.testkit.LimitContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLimitsTest extends LimitContract {
  @TempDir private Path directory;

  @Override
  protected FlowStore openEmpty(StoreOptions options) {
    return FlowStores.open("jdbc:sqlite:" + directory.resolve("x.db"), options);
  }
}
