package dev.portage.jdbc;

import dev.portage.migration.FlowDocumentContract;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Documents between SQL stores of each kind. */
class SqlFlowDocumentTest {
  @TempDir private Path directory;

  private FlowStore open(SqlStore kind) {
    return FlowStores.open(kind.newUrl(directory));
  }

  @Nested
  class Sqlite extends FlowDocumentContract {
    @Override
    protected FlowStore openEmpty() {
      return open(SqlStore.SQLITE);
    }
  }

  @Nested
  class Postgresql extends FlowDocumentContract {
    @Override
    protected FlowStore openEmpty() {
      return open(SqlStore.POSTGRESQL);
    }
  }

  @Nested
  class Mariadb extends FlowDocumentContract {
    @Override
    protected FlowStore openEmpty() {
      return open(SqlStore.MARIADB);
    }
  }
}
