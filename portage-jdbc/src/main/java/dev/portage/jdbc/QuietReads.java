package dev.portage.jdbc;

import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a file beside which nothing is left. SQLite's ordinary way of reading a database in WAL
 * mode makes files beside it if nobody has it open; made by somebody who may only read, they would
 * keep the owner from writing. So a file that nobody has open is read as one that does not change;
 * if it has changed all the same, the reading is done again. Thread-safe.
 */
final class QuietReads implements Reads {
  private final SqliteFile file;
  private volatile Opened opened;

  QuietReads(SqliteFile file) {
    this.file = file;
    this.opened = open(file);
  }

  /** Connections, and how the file was when they were opened; null if others have it open too. */
  private static final class Opened {
    private final Database database;
    private final @Nullable Seen seen;

    Opened(Database database, @Nullable Seen seen) {
      this.database = database;
      this.seen = seen;
    }
  }

  /**
   * A file that nobody has open.
   *
   * @param size in bytes
   * @param changed when it was last written
   */
  record Seen(long size, FileTime changed) {}

  private static Opened open(SqliteFile file) {
    Seen seen = file.closed();
    return new Opened(seen == null ? file.readingOnly() : file.readingUnchanged(), seen);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    while (true) {
      Opened now = opened;
      if (now.seen == null) {
        return now.database.read(work);
      }
      try {
        T result = now.database.read(work);
        if (now.seen.equals(file.closed())) {
          return result;
        }
      } catch (RuntimeException e) {
        // pages that were changed under the reading can look like damage
        if (now.seen.equals(file.closed())) {
          throw e;
        }
      }
      reopen(now);
    }
  }

  private synchronized void reopen(Opened old) {
    if (opened == old) {
      opened = open(file);
      old.database.close();
    }
  }

  @Override
  public SqlTrouble trouble() {
    return file.trouble();
  }

  @Override
  public synchronized void close() {
    opened.database.close();
  }
}
