package dev.portage.engine;

import dev.portage.jdbc.SqlStore;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The same on every SQL store. */
final class SqlClockJumpTest {
  @TempDir private Path directory;

  @Nested
  final class OnSqlite extends ClockJumpContract {
    @Override
    FlowStore openEmpty(ManualClock clock) {
      return SqlStore.SQLITE.openEmpty(directory, clock);
    }
  }

  @Nested
  final class OnPostgres extends ClockJumpContract {
    @Override
    FlowStore openEmpty(ManualClock clock) {
      return SqlStore.POSTGRESQL.openEmpty(directory, clock);
    }
  }

  @Nested
  final class OnMaria extends ClockJumpContract {
    @Override
    FlowStore openEmpty(ManualClock clock) {
      return SqlStore.MARIADB.openEmpty(directory, clock);
    }
  }
}
