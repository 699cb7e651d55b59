package dev.portage.engine;

import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Random flows on SQLite; more with {@code -Dportage.crash.flows}. */
class SqliteCrashAtEveryCommitTest extends CrashAtEveryCommitContract {
  @TempDir private Path directory;

  @Override
  FlowStore store(ManualClock clock) {
    return FlowStores.open("jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + ".db"));
  }

  @Override
  int flows() {
    return Integer.getInteger("portage.crash.flows", 26) / 2;
  }
}
