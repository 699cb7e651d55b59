package dev.portage.jdbc;

import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStoreProvider;
import dev.portage.store.StoreOptions;
import java.util.Locale;

/**
 * Opens SQLite files, by {@code jdbc:sqlite:FILE}. A store that is written is in WAL mode and waits
 * for the disk with every commit ({@code synchronous=FULL}). After a question mark the URL takes
 * {@code busy_timeout} (milliseconds; ten seconds if absent), {@code cache_size} and {@code
 * max_page_count}. A database that is not a store is never changed.
 */
public final class SqliteFlowStoreProvider implements FlowStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SqliteFlowStoreProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.toLowerCase(Locale.ROOT).startsWith(SqliteFile.PREFIX);
  }

  @Override
  public String urlForm() {
    return SqliteFile.PREFIX + "FILE";
  }

  @Override
  public FlowStore open(String url, StoreOptions options) {
    SqliteFile file = SqliteFile.of(url);
    FileTables tables = new FileTables(file);
    Database writing = tables.openForWriting();
    try {
      tables.upgrade(writing);
      return new JdbcFlowStore(writing, file.reading(), Transactions.insteadOf(writing), options);
    } catch (RuntimeException e) {
      writing.close();
      throw e;
    }
  }

  @Override
  public FlowReader openForReading(String url, StoreOptions options) {
    SqliteFile file = SqliteFile.of(url);
    if (!file.hasContent()) {
      throw file.unusable("there is no such file, or it is empty; check the name");
    }
    QuietReads reading = new QuietReads(file);
    try {
      if (new FileTables(file).version(reading) == 0) {
        throw file.unusable("it has no tables; no flow was ever stored there");
      }
      return new JdbcFlowReader(reading, options);
    } catch (RuntimeException e) {
      reading.close();
      throw e;
    }
  }
}
