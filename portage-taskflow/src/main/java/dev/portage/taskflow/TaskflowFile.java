package dev.portage.taskflow;

import dev.portage.model.FlowException;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * A SQLite file of TaskFlow's, and the file beside it that has the journal. Thread-safe.
 *
 * <p>One that is opened for reading is read without making or changing anything in its directory,
 * not even a lock file. Three ways, for none of them alone is both safe and right: a file with a
 * write-ahead log or a journal beside it is read as a {@link PrivateCopy}, for SQLite would want to
 * merge them; a file in WAL mode without a log is opened as immutable, for SQLite would make one;
 * any other is opened read-only, so that SQLite's locks keep a running writer apart.
 *
 * <p>One that is opened for writing is written in transactions that take SQLite's lock at once, and
 * that span both files. They do so only in SQLite's rollback mode, so a file in WAL mode has its
 * journal in itself.
 */
final class TaskflowFile implements Database {
  private static final String ATTACHED = "portage";
  private static final int BUSY_MILLIS = 10_000;

  private final Path file;
  private final JournalPlace place;
  private final Jdbi reading;
  private final @Nullable Jdbi writing;
  private final List<PrivateCopy> copies;
  private final boolean isAttached;
  private volatile boolean closed;

  private TaskflowFile(Path file, JournalPlace place, Ways ways, List<PrivateCopy> copies) {
    this.file = file;
    this.place = place;
    this.isAttached = ways.attached != null;
    this.reading = ways.jdbi(ways.reading, TransactionMode.DEFERRED);
    this.writing = ways.isWritten ? ways.jdbi(ways.reading, TransactionMode.IMMEDIATE) : null;
    this.copies = copies;
  }

  /** The URIs by which SQLite opens the file, and the one beside it. */
  private record Ways(String reading, @Nullable String attached, boolean isWritten) {
    Jdbi jdbi(String uri, TransactionMode mode) {
      SQLiteConfig config = new SQLiteConfig();
      config.setTransactionMode(mode);
      config.setBusyTimeout(BUSY_MILLIS);
      return Jdbi.create(() -> connection(uri, config));
    }

    private Connection connection(String uri, SQLiteConfig config) throws SQLException {
      Connection connection = config.createConnection("jdbc:sqlite:" + uri);
      try (Statement statement = connection.createStatement()) {
        // Without this a large transaction locks one file out before its end, and a reader that has
        // the other waits for it in turn.
        statement.execute("PRAGMA cache_spill = OFF");
        if (attached != null) {
          statement.execute("ATTACH DATABASE '" + attached.replace("'", "''") + "' AS " + ATTACHED);
          statement.execute("PRAGMA " + ATTACHED + ".cache_spill = OFF");
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    }
  }

  /** Opens it for reading; a journal that is not there yet has no lines. */
  static TaskflowFile open(Path file, JournalPlace place) {
    requireReadable(file);
    List<PrivateCopy> copies = new ArrayList<>();
    try {
      Path beside = place.file();
      boolean hasBeside = beside != null && Files.exists(beside);
      String main = readable(file, copies);
      String attached = hasBeside && beside != null ? readable(beside, copies) : null;
      return new TaskflowFile(file, place, new Ways(main, attached, false), copies);
    } catch (IOException e) {
      copies.forEach(PrivateCopy::close);
      throw new StoreUnavailableException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Opens it for writing, and makes the file beside it if that is not there. */
  static TaskflowFile openForWriting(Path file, JournalPlace place) {
    requireReadable(file);
    Path beside = place.file();
    try {
      if (beside != null && SqliteHead.of(file).isWal()) {
        throw new UnusableStoreException(
            file
                + " is in WAL mode, in which SQLite does not write two files as one\n  next: keep the"
                + " journal in the database itself, with ?journal=here");
      }
      if (beside != null && Files.exists(beside) && Files.isSameFile(file, beside)) {
        throw new UnusableStoreException(
            "the journal " + beside + " is TaskFlow's own database\n  next: say ?journal=here");
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(file + " cannot be written: " + e.getMessage(), e);
    }
    String attached = beside == null ? null : uri(beside, "rwc");
    return new TaskflowFile(file, place, new Ways(uri(file, "rw"), attached, true), List.of());
  }

  private static void requireReadable(Path file) {
    if (!Files.exists(file)) {
      throw new UnusableStoreException(
          "no TaskFlow database can be read: there is no file " + file + "\n  check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusableStoreException(
          "no TaskFlow database can be read: " + file + " is not a file");
    }
    if (!Files.isReadable(file)) {
      throw new UnusableStoreException(
          "no TaskFlow database can be read: no permission to read "
              + file
              + "\n  run as a user who may read it, or read a copy");
    }
  }

  private static String readable(Path file, List<PrivateCopy> copies) throws IOException {
    if (PrivateCopy.isNeededFor(file)) {
      PrivateCopy copy = PrivateCopy.of(file);
      copies.add(copy);
      return uri(copy.file(), "rw");
    }
    return uri(file, SqliteHead.of(file).isWal() ? "ro&immutable=1" : "ro");
  }

  /** The path as SQLite's URIs want it. */
  private static String uri(Path file, String mode) {
    return "file:"
        + file.toAbsolutePath()
            .toString()
            .replace("%", "%25")
            .replace("?", "%3f")
            .replace("#", "%23")
        + "?mode="
        + mode;
  }

  @Override
  public Sql sql() {
    return new SqliteSql();
  }

  @Override
  public String journalPrefix() {
    return isAttached ? ATTACHED + "." : "";
  }

  @Override
  public boolean hasJournal(Handle handle) {
    return handle
        .createQuery("SELECT 1 FROM " + journalPrefix() + "sqlite_master WHERE name = :name")
        .bind("name", Journal.LINES)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return in(reading, work);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    if (writing == null) {
      throw new IllegalStateException(file + " was opened for reading");
    }
    return in(writing, work);
  }

  private <T> T in(Jdbi jdbi, Function<Handle, T> work) {
    if (closed) {
      throw new IllegalStateException("the reader of " + file + " is closed");
    }
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw translated(e);
    }
  }

  private FlowException translated(JdbiException e) {
    String reason =
        String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    if (reason.contains("[SQLITE_CORRUPT") || reason.contains("[SQLITE_NOTADB")) {
      return new UnusableStoreException(
          file
              + " is damaged or cut off: "
              + reason
              + "\n  restore it from a backup, or save what is left: sqlite3 "
              + file
              + " .recover | sqlite3 NEW-FILE",
          e);
    }
    return new StoreUnavailableException(
        file
            + " cannot be "
            + (writing == null ? "read" : "read or written")
            + " at this moment: "
            + reason
            + "\n  try again",
        e);
  }

  @Override
  public String url() {
    return "taskflow:jdbc:sqlite:" + file + place.inUrl();
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() {
    closed = true;
    copies.forEach(PrivateCopy::close);
  }
}
