package dev.portage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A SQLite file named by a URL, and the kinds of connections to it. */
final class SqliteFile {
  static final String PREFIX = "jdbc:sqlite:";

  private static final String BUSY_TIMEOUT = "busy_timeout";
  private static final String TEN_SECONDS = "10000";

  /** What may follow a question mark; everything else could cost atomicity or durability. */
  private static final Set<String> PARAMETERS =
      Set.of(BUSY_TIMEOUT, "cache_size", "max_page_count");

  /** How the writer's connection is set up. */
  static final Map<String, String> WRITING =
      Map.of(
          "journal_mode", "WAL",
          "synchronous", "FULL",
          "foreign_keys", "true",
          "transaction_mode", "IMMEDIATE");

  private static final int HEADER_LENGTH = 100;
  private static final int READERS = 4;
  private static final String OPEN_MODE = "open_mode";
  private static final String READ_ONLY = "1";

  private final String url;
  private final Path path;
  private final SqlTrouble trouble;

  private SqliteFile(String url, Path path) {
    this.url = url;
    this.path = path;
    this.trouble = new SqlTrouble(new SqliteDialect(), "'" + path + "'");
  }

  /**
   * The file that a URL names.
   *
   * @throws UnusableStoreException if it names none
   */
  static SqliteFile of(String url) {
    String[] parts = url.substring(PREFIX.length()).split("\\?", 2);
    String name = parts[0];
    if (name.isBlank() || name.startsWith(":") || name.startsWith("file:")) {
      throw new UnusableStoreException(
          "'" + PREFIX + name + "' names no file; a store is opened by " + PREFIX + "FILE");
    }
    if (parts.length > 1) {
      for (String parameter : parts[1].split("&", -1)) {
        checkParameter(parameter.split("=", 2)[0]);
      }
    }
    try {
      return new SqliteFile(url, Path.of(name));
    } catch (InvalidPathException e) {
      throw new UnusableStoreException("'" + name + "' is not the name of a file", e);
    }
  }

  private static void checkParameter(String name) {
    if (!PARAMETERS.contains(name)) {
      throw new UnusableStoreException(
          "a SQLite store takes no parameter '"
              + name
              + "' in its URL\n  known: "
              + String.join(", ", PARAMETERS.stream().sorted().toList()));
    }
  }

  SqlTrouble trouble() {
    return trouble;
  }

  /** Whether there is anything to read. */
  boolean hasContent() {
    if (Files.isDirectory(path)) {
      throw unusable("it is a directory");
    }
    try {
      Path wal = beside("-wal");
      boolean hasContent = Files.exists(path) && Files.size(path) > 0;
      if (!hasContent && Files.exists(wal) && Files.size(wal) > 0) {
        // SQLite would take the file for a new one, and remove what the log holds
        throw unusable(
            "it is empty but '" + wal + "' is not: restore the file, and keep the log beside it");
      }
      if (hasContent && !(Files.exists(wal) && Files.size(wal) > 0)) {
        checkLength();
      }
      return hasContent;
    } catch (IOException e) {
      throw lookedAt(e);
    }
  }

  /**
   * Refuses a file that is shorter than its own header says, which SQLite would only notice when it
   * needs what is missing. For the header see sqlite.org/fileformat2.html. Not to be asked while
   * there is a log, from which the rest may come.
   */
  private void checkLength() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(HEADER_LENGTH);
      ByteBuffer header = ByteBuffer.wrap(bytes);
      if (header.remaining() < HEADER_LENGTH || header.getInt(24) != header.getInt(92)) {
        return;
      }
      int size = Short.toUnsignedInt(header.getShort(16));
      long expected = Integer.toUnsignedLong(header.getInt(28)) * (size == 1 ? 65536 : size);
      long found = Files.size(path);
      if (isSqlite(bytes) && found < expected) {
        throw unusable(
            "the file is damaged or truncated: it has "
                + found
                + " bytes, its header says "
                + expected
                + "; restore it from a backup");
      }
    }
  }

  private static boolean isSqlite(byte[] header) {
    return new String(header, 0, 15, StandardCharsets.US_ASCII).equals("SQLite format 3");
  }

  /** Refuses a place where no file can be made. */
  void checkDirectory() {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw unusable("there is no directory '" + directory + "'; make it first");
    }
  }

  /** Refuses a file that this process may only read, before anybody relies on it. */
  void checkWritable() {
    if (!Files.isWritable(path)) {
      throw unusable("the file may not be written; check its permissions");
    }
  }

  UnusableStoreException unusable(String why) {
    return new UnusableStoreException("the store '" + path + "' cannot be used: " + why);
  }

  /** One connection that writes. Every commit is on the disk when it returns. */
  Database writing() {
    return open(connections(1, WRITING));
  }

  /** Connections for the readers of a store that is also written. */
  Database reading() {
    HikariConfig config = connections(READERS, Map.of());
    config.setConnectionInitSql("PRAGMA query_only = TRUE");
    return open(config);
  }

  /** Connections to a file that SQLite itself opens for reading only. */
  Database readingOnly() {
    return open(connections(READERS, Map.of(OPEN_MODE, READ_ONLY)));
  }

  /**
   * Connections to a file that nobody writes while they are used: SQLite takes no lock and makes no
   * file beside it.
   */
  Database readingUnchanged() {
    HikariConfig config = connections(READERS, Map.of(OPEN_MODE, READ_ONLY));
    config.setJdbcUrl(PREFIX + path.toUri() + "?immutable=1");
    return open(config);
  }

  /** How the file is, if nobody has it open and nothing of it is in a log; else null. */
  QuietReads.@Nullable Seen closed() {
    try {
      boolean isOpen = Files.exists(beside("-wal")) || Files.exists(beside("-journal"));
      return isOpen ? null : new QuietReads.Seen(Files.size(path), Files.getLastModifiedTime(path));
    } catch (IOException e) {
      throw lookedAt(e);
    }
  }

  private Path beside(String ending) {
    return Path.of(path + ending);
  }

  private StoreUnavailableException lookedAt(IOException e) {
    return new StoreUnavailableException(
        "the store '"
            + path
            + "' could not be read: "
            + (e instanceof AccessDeniedException
                ? "check the permissions of the file and its directory"
                : String.valueOf(e.getMessage())),
        e);
  }

  private HikariConfig connections(int most, Map<String, String> pragmas) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setPoolName("portage-sqlite");
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    // the driver wants to be told what it has been opened with
    config.setReadOnly(pragmas.containsKey(OPEN_MODE));
    pragmas.forEach(config::addDataSourceProperty);
    if (!url.contains(BUSY_TIMEOUT + "=")) {
      config.addDataSourceProperty(BUSY_TIMEOUT, TEN_SECONDS);
    }
    return config;
  }

  private Database open(HikariConfig config) {
    return trouble.opening(
        () -> Database.of(new HikariDataSource(config), trouble, TableNames.USUAL));
  }
}
