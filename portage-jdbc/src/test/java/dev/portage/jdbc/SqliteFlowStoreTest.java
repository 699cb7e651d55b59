package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.testkit.FlowStoreContract;
import dev.portage.testkit.SharedContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFlowStoreTest extends FlowStoreContract implements SharedContract {
  @TempDir private Path directory;

  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    return new SqliteFlowStoreProvider(clock).open("jdbc:sqlite:" + directory.resolve("x.db"));
  }

  @Override
  public FlowStore openAnother() {
    return openEmpty(clock());
  }
}
