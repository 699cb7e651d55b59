package dev.portage.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** MariaDB, 10.11 or later. */
final class MariaDialect implements Dialect {
  /** Error codes, see MariaDB's list of them. */
  private static final int DISK_FULL = 1021;

  private static final int TOO_MANY = 1040;
  private static final int NO_ACCESS = 1044;
  private static final int DENIED = 1045;
  private static final int NO_DATABASE = 1049;
  private static final int DUPLICATE = 1062;
  private static final int TABLE_FULL = 1114;
  private static final int TABLE_DENIED = 1142;
  private static final int NO_TABLE = 1146;
  private static final int PACKET = 1153;
  private static final int LOCK_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int READ_ONLY = 1290;
  private static final int TRANSACTION_READ_ONLY = 1792;
  private static final int CHANGED = 1020;
  private static final String CONNECTION = "08";

  /** The ids that are bound, as a table. */
  private static final String IDS =
      "json_table(:ids, '$[*]' COLUMNS (one VARCHAR(255)"
          + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) j";

  private static final ServerSuspects SUSPECTS =
      new ServerSuspects("NOT REGEXP", "length(trim(f.id)) = 0");

  @Override
  public String id() {
    return "mariadb";
  }

  @Override
  public boolean lockSchema(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(get_lock('portage schema', 60), 0) = 1")
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public void unlockSchema(Handle handle) {
    handle.execute("COMMIT"); // the lock is not of the transaction: others must see the last row
    handle.execute("DO release_lock('portage schema')");
  }

  @Override
  public String tables() {
    return "SELECT table_name FROM information_schema.tables"
        + " WHERE table_schema = coalesce(:schema, database()) ORDER BY table_name";
  }

  @Override
  public String sizes() {
    return "SELECT table_name, table_rows FROM information_schema.tables"
        + " WHERE table_schema = coalesce(:schema, database()) AND table_rows IS NOT NULL";
  }

  @Override
  public String sql(Bulk bulk) {
    List<Column> beside = bulk.kind() == Bulk.Kind.ADD ? List.of() : bulk.beside();
    List<Column> written = beside.isEmpty() ? bulk.key() : beside;
    String assignments =
        written.stream()
            .map(column -> column.name() + " = " + (beside.isEmpty() ? column.name() : in(column)))
            .collect(Collectors.joining(", "));
    return bulk.oneRow("ON DUPLICATE KEY UPDATE " + assignments);
  }

  private static String in(Column column) {
    return "VALUES(" + column.name() + ")";
  }

  /** Not before MariaDB 11.5. */
  @Override
  public boolean counts() {
    return false;
  }

  @Override
  public String locking(boolean waiting) {
    return waiting ? "FOR UPDATE" : "FOR UPDATE SKIP LOCKED";
  }

  @Override
  public String isOneOf(String column) {
    return column + " IN (SELECT j.one FROM " + IDS + ")";
  }

  /** A column of its own, since no index has a condition here. */
  @Override
  public String unfinished() {
    return "f.unfinished = 1";
  }

  /** Likewise. */
  @Override
  public String finished() {
    return "f.finished";
  }

  @Override
  public SqlForms forms() {
    return new MariaForms(this, IDS);
  }

  /** Long texts are compared by their beginning only when they are sorted. */
  @Override
  public String groupable(String longText) {
    return "sha2(" + longText + ", 256)";
  }

  @Override
  public List<String> suspects(String among) {
    return SUSPECTS.of(this, among);
  }

  @Override
  public String explain(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case DISK_FULL, TABLE_FULL ->
          "the disk of the database server is full; make room, then go on";
      case TOO_MANY -> "the server has no connection left; raise max_connections or close some";
      case NO_DATABASE -> "there is no such database; create it first: " + said(failure);
      case NO_TABLE ->
          "a table is missing; check the schema with 'portage schema check': " + said(failure);
      case NO_ACCESS, TABLE_DENIED -> "the database user lacks a right: " + said(failure);
      case DENIED ->
          "the server does not let this user in; check user and password: " + said(failure);
      case PACKET ->
          "a value is larger than the server takes; raise max_allowed_packet or store less";
      case LOCK_TIMEOUT -> "another process has the same flow locked; try again";
      case READ_ONLY, TRANSACTION_READ_ONLY ->
          "the database takes no writes: it is a replica, or set to read only";
      default ->
          isConnection(failure)
              ? "the connection to the server failed; check that it is up and can be reached: "
                  + said(failure)
              : "MariaDB reports: " + said(failure);
    };
  }

  private static boolean isConnection(SQLException failure) {
    return Objects.requireNonNullElse(failure.getSQLState(), "").startsWith(CONNECTION);
  }

  /** The first line: what follows may quote values. */
  private static String said(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("nothing");
  }

  @Override
  public boolean isOfAll(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case DISK_FULL,
          TABLE_FULL,
          TOO_MANY,
          NO_DATABASE,
          NO_TABLE,
          NO_ACCESS,
          TABLE_DENIED,
          DENIED,
          READ_ONLY,
          TRANSACTION_READ_ONLY ->
          true;
      default -> isConnection(failure);
    };
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case DEADLOCK, DUPLICATE, CHANGED -> true;
      default -> false;
    };
  }

  @Override
  public boolean isHopeless(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case NO_DATABASE, DENIED, NO_ACCESS -> true;
      default -> false;
    };
  }
}
