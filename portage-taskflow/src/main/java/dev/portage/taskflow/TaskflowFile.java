package dev.portage.taskflow;

import dev.portage.model.FlowException;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file that is read without making or changing anything in its directory, not even a lock
 * file. Thread-safe.
 *
 * <p>Three ways, for none of them alone is both safe and right: a file with a write-ahead log or a
 * journal beside it is read as a {@link PrivateCopy}, for SQLite would want to merge them; a file
 * in WAL mode without a log is opened as immutable, for SQLite would make one; any other is opened
 * read-only, so that SQLite's locks keep a running writer apart.
 */
final class TaskflowFile implements AutoCloseable {
  private final Path file;
  private final Jdbi jdbi;
  private final @Nullable PrivateCopy copy;
  private volatile boolean closed;

  private TaskflowFile(Path file, String url, @Nullable PrivateCopy copy) {
    this.file = file;
    this.jdbi = Jdbi.create(url);
    this.copy = copy;
  }

  static TaskflowFile open(Path file) {
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
    try {
      if (PrivateCopy.isNeededFor(file)) {
        PrivateCopy copy = PrivateCopy.of(file);
        return new TaskflowFile(file, "jdbc:sqlite:" + copy.file(), copy);
      }
      SqliteHead head = SqliteHead.of(file);
      String how = head.isWal() ? "?mode=ro&immutable=1" : "?mode=ro";
      return new TaskflowFile(file, "jdbc:sqlite:file:" + escaped(file) + how, null);
    } catch (IOException e) {
      throw new StoreUnavailableException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The path as SQLite's URIs want it. */
  private static String escaped(Path file) {
    return file.toAbsolutePath()
        .toString()
        .replace("%", "%25")
        .replace("?", "%3f")
        .replace("#", "%23");
  }

  /** Does some reading in one transaction. */
  <T> T read(Function<Handle, T> work) {
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
        file + " cannot be read at this moment: " + reason + "\n  try again", e);
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() {
    closed = true;
    if (copy != null) {
      copy.close();
    }
  }
}
