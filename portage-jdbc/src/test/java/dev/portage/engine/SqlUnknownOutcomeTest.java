package dev.portage.engine;

import dev.portage.jdbc.SqlStore;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The same on every SQL store. */
final class SqlUnknownOutcomeTest {
  @TempDir private Path directory;

  @Nested
  final class OnSqlite extends UnknownOutcomeContract {
    @Override
    FlowStore openEmpty() {
      return SqlStore.SQLITE.openEmpty(directory, ManualClock.at("2026-03-01T12:00:00Z"));
    }
  }

  @Nested
  final class OnPostgres extends UnknownOutcomeContract {
    @Override
    FlowStore openEmpty() {
      return SqlStore.POSTGRESQL.openEmpty(directory, ManualClock.at("2026-03-01T12:00:00Z"));
    }
  }

  @Nested
  final class OnMaria extends UnknownOutcomeContract {
    @Override
    FlowStore openEmpty() {
      return SqlStore.MARIADB.openEmpty(directory, ManualClock.at("2026-03-01T12:00:00Z"));
    }
  }
}
