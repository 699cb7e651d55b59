package dev.portage.taskflow;

import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A database server on which TaskFlow keeps its tables: PostgreSQL, MariaDB or MySQL. Each piece of
 * work has a connection of its own. Thread-safe.
 */
final class ServerDatabase implements Database {
  private static final String PASSWORD_FILE = "portage.passwordFile=";
  private static final String JOURNAL = "journal=";

  /** Where drivers find a server and a database; nothing in it can hide a password. */
  private static final Pattern PLACE = Pattern.compile("jdbc:\\w+://[\\w.,:%\\[\\]-]+/[\\w.%-]*");

  private final String place;
  private final Sql sql;
  private final Jdbi reading;
  private final Jdbi writing;
  private final JournalPlace journal;

  private ServerDatabase(String place, String url, Properties login, JournalPlace journal) {
    this.place = place;
    this.journal = journal;
    this.sql = place.startsWith("jdbc:postgresql:") ? new PostgresSql() : new MariaSql();
    this.reading = Jdbi.create(() -> connection(url, login, true));
    this.writing = Jdbi.create(() -> connection(url, login, false));
  }

  private static Connection connection(String url, Properties login, boolean isToRead)
      throws SQLException {
    Connection connection = DriverManager.getConnection(url, login);
    connection.setReadOnly(isToRead);
    connection.setTransactionIsolation(
        isToRead ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
    return connection;
  }

  /**
   * Takes a URL apart that names a server; what is wrong with it is not quoted, it may be secret.
   */
  static ServerDatabase open(String url) {
    int mark = url.indexOf('?');
    String place = mark < 0 ? url : url.substring(0, mark);
    if (!PLACE.matcher(place).matches()) {
      throw new UnusableStoreException(
          "the URL of a TaskFlow database names no server and database\n  expected: "
              + TaskflowUrl.FORM);
    }
    JournalPlace journal = JournalPlace.UNSAID;
    Properties login = new Properties();
    List<String> rest = new ArrayList<>();
    for (String parameter : mark < 0 ? new String[0] : url.substring(mark + 1).split("&", -1)) {
      if (parameter.startsWith(JOURNAL)) {
        journal = journal(parameter.substring(JOURNAL.length()));
      } else if (parameter.startsWith(PASSWORD_FILE)) {
        login.setProperty("password", password(parameter.substring(PASSWORD_FILE.length())));
      } else if (!parameter.isEmpty()) {
        rest.add(parameter);
      }
    }
    String driver = rest.isEmpty() ? place : place + "?" + String.join("&", rest);
    return new ServerDatabase(place, driver, login, journal);
  }

  private static JournalPlace journal(String said) {
    if (!said.equals("here")) {
      throw new UnusableStoreException(
          "the journal of a database on a server is kept there too, for only so an exchange and its"
              + " line are one\n  expected: journal=here");
    }
    return JournalPlace.HERE;
  }

  private static String password(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new UnusableStoreException(
          "the password of the TaskFlow database is in a file that cannot be read: " + file, e);
    }
  }

  JournalPlace journal() {
    return journal;
  }

  @Override
  public Sql sql() {
    return sql;
  }

  @Override
  public String journalPrefix() {
    return "";
  }

  @Override
  public boolean hasJournal(Handle handle) {
    return sql.tables(handle).contains(Journal.LINES);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return in(reading, work);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return in(writing, work);
  }

  private <T> T in(Jdbi jdbi, Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      String reason =
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      throw new StoreUnavailableException(
          this + " cannot be used at this moment: " + reason + "\n  try again", e);
    }
  }

  @Override
  public String url() {
    return TaskflowUrl.SCHEME + place + (journal.isHere() ? "?journal=here" : "");
  }

  @Override
  public String toString() {
    return place;
  }

  /** Connections live no longer than their work. */
  @Override
  public void close() {}
}
