package dev.portage.engine;

import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Random flows on SQLite; more with {@code -Dportage.random.flows}. */
class SqliteRandomFlowsTest extends RandomFlowsContract {
  @TempDir private Path directory;

  @Override
  FlowStore store() {
    return FlowStores.open("jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + ".db"));
  }

  @Override
  int flows() {
    return Integer.getInteger("portage.random.flows", 200) / 2;
  }
}
