package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import dev.portage.store.StoreOptions;
import java.nio.file.Path;
import java.util.UUID;

/** The kinds of SQL stores that tests run on: files, and servers that this process has started. */
public enum SqlStore {
  /** A file. */
  SQLITE,
  /** A database of {@link TestPostgres}. */
  POSTGRESQL,
  /** A database of {@link TestMaria}. */
  MARIADB;

  /** The URL of a new store, which is empty. */
  public String newUrl(Path directory) {
    return switch (this) {
      case SQLITE -> "jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + ".db");
      case POSTGRESQL -> TestPostgres.url(TestPostgres.newDatabase()) + "&portage.tables=create";
      case MARIADB -> TestMaria.url(TestMaria.newDatabase()) + "&portage.tables=create";
    };
  }

  /** A new store, which is empty, on this clock. */
  public FlowStore openEmpty(Path directory, ManualClock clock) {
    return FlowStores.open(newUrl(directory), StoreOptions.defaults().withClock(clock));
  }
}
