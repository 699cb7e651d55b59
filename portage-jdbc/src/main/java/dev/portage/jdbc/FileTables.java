package dev.portage.jdbc;

import dev.portage.store.UnusableStoreException;
import java.util.List;

/** The tables in a SQLite file. A file that is not a store is never changed. */
record FileTables(SqliteFile file) implements StoreTables {
  @Override
  public TableState look() {
    StoreSchema schema = schema();
    if (!file.hasContent()) {
      return schema.absent();
    }
    try (QuietReads reading = new QuietReads(file)) {
      return file.trouble().opening(() -> reading.read(schema::look));
    }
  }

  @Override
  public int upgrade() {
    try (Database writing = openForWriting()) {
      return upgrade(writing);
    }
  }

  /**
   * Connections to a file that is a store or may become one.
   *
   * @throws UnusableStoreException if it is something else, which is left as it is
   */
  Database openForWriting() {
    file.checkDirectory();
    if (file.hasContent()) {
      try (QuietReads unwritten = new QuietReads(file)) {
        version(unwritten);
      }
      file.checkWritable();
    }
    return file.writing();
  }

  int upgrade(Database writing) {
    return file.trouble().opening(() -> writing.write(schema()::upgrade));
  }

  /** The version that is there; 0 if there are no tables. */
  int version(Reads reads) {
    return file.trouble().opening(() -> reads.read(schema()::version));
  }

  @Override
  public List<SchemaScript> scripts() {
    return StoreTables.scripts(file.trouble().dialect().id(), JdbcOptions.defaults());
  }

  private StoreSchema schema() {
    return StoreSchema.of(file.trouble(), JdbcOptions.defaults());
  }
}
