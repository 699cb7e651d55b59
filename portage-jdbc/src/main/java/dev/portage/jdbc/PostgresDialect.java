package dev.portage.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementException;

/** PostgreSQL, 14 or later. */
final class PostgresDialect implements Dialect {
  /** Codes of PostgreSQL, see its manual, appendix A. */
  private static final String CONNECTION = "08";

  private static final String OPERATOR = "57";
  private static final String RESOURCES = "53";
  private static final String DISK_FULL = "53100";
  private static final String TOO_MANY = "53300";
  private static final String SYSTEM = "58";
  private static final String DAMAGED = "XX";
  private static final String AUTHORIZATION = "28";
  private static final String NO_DATABASE = "3D000";
  private static final String NO_TABLE = "42P01";
  private static final String FORBIDDEN = "42501";
  private static final String READ_ONLY = "25006";
  private static final String IDLE = "25P03";
  private static final String LOCKED = "55P03";
  private static final String ROLLED_BACK = "40";
  private static final String DUPLICATE = "23505";

  private static final ServerSuspects SUSPECTS = new ServerSuspects("!~", "btrim(f.id) = ''");

  @Override
  public String id() {
    return "postgresql";
  }

  @Override
  public boolean lockSchema(Handle handle) {
    try {
      handle.execute("SET LOCAL lock_timeout = '60s'");
      // any number that nobody else uses: "portage" in base 36
      handle.execute("SELECT pg_advisory_xact_lock(55917462830)");
      handle.execute("SET LOCAL lock_timeout = '2s'"); // of tables, for which others then wait
      return true;
    } catch (StatementException e) {
      if (e.getCause() instanceof SQLException failure && LOCKED.equals(failure.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public String tables() {
    return "SELECT table_name FROM information_schema.tables"
        + " WHERE table_schema = coalesce(CAST(:schema AS text), current_schema())"
        + " ORDER BY table_name";
  }

  @Override
  public String sizes() {
    return "SELECT c.relname, CAST(c.reltuples AS bigint) FROM pg_class c"
        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
        + " WHERE n.nspname = coalesce(CAST(:schema AS text), current_schema())"
        + " AND c.relkind IN ('r', 'p') AND c.reltuples >= 0";
  }

  @Override
  public String sql(Bulk bulk) {
    return bulk.oneRow(SqliteDialect.onConflict(bulk));
  }

  @Override
  public String arrays(Bulk bulk, List<Column> given) {
    String arrays =
        given.stream()
            .map(column -> "CAST(? AS " + column.type().postgres() + "[])")
            .collect(Collectors.joining(", "));
    return switch (bulk.kind()) {
      case UPDATE -> update(bulk, arrays);
      case DELETE ->
          "DELETE FROM "
              + bulk.table()
              + " t USING unnest("
              + arrays
              + ") AS n ("
              + Bulk.names(bulk.key())
              + ") WHERE "
              + sameKey(bulk, "");
      default ->
          "INSERT INTO "
              + bulk.table()
              + " ("
              + Bulk.names(given)
              + ") SELECT * FROM unnest("
              + arrays
              + ")"
              + (bulk.kind() == Bulk.Kind.INSERT ? "" : " " + SqliteDialect.onConflict(bulk));
    };
  }

  /** The columns of the key may be among those that change, so theirs have names of their own. */
  private static String update(Bulk bulk, String arrays) {
    return "UPDATE "
        + bulk.table()
        + " t SET "
        + bulk.values().stream()
            .map(column -> column.name() + " = n." + column.name())
            .collect(Collectors.joining(", "))
        + " FROM unnest("
        + arrays
        + ") AS n ("
        + Bulk.names(bulk.values())
        + ", "
        + bulk.key().stream().map(key -> "was_" + key.name()).collect(Collectors.joining(", "))
        + ") WHERE "
        + sameKey(bulk, "was_");
  }

  private static String sameKey(Bulk bulk, String was) {
    return bulk.key().stream()
        .map(key -> "t." + key.name() + " = n." + was + key.name())
        .collect(Collectors.joining(" AND "));
  }

  @Override
  public boolean takesArrays() {
    return true;
  }

  @Override
  public boolean counts() {
    return true;
  }

  @Override
  public String locking(boolean waiting) {
    return waiting ? "FOR UPDATE" : "FOR UPDATE SKIP LOCKED";
  }

  @Override
  public String isOneOf(String column) {
    return column + " IN (SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))";
  }

  /** Word for word the condition of the partial index, or that would not be used. */
  @Override
  public String unfinished() {
    return "f.state NOT IN ('SUCCESS', 'REVERTED')";
  }

  @Override
  public SqlForms forms() {
    return new PostgresForms(this);
  }

  @Override
  public String groupable(String longText) {
    return longText;
  }

  @Override
  public List<String> suspects(String among) {
    return SUSPECTS.of(this, among);
  }

  @Override
  public String explain(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return switch (state) {
      case DISK_FULL -> "the disk of the database server is full; make room, then go on";
      case TOO_MANY -> "the server has no connection left; raise max_connections or close some";
      case NO_DATABASE -> "there is no such database; create it first: " + said(failure);
      case NO_TABLE ->
          "a table is missing; check the schema with 'portage schema check': " + said(failure);
      case FORBIDDEN -> "the database user lacks a right: " + said(failure);
      case READ_ONLY ->
          "the database takes no writes: it is a standby, or set to read only; write to the primary";
      case IDLE ->
          "the transaction stood still for so long that the server ended it; nothing was written";
      case LOCKED -> "another process has the same flow locked; try again";
      default -> byClass(state, failure);
    };
  }

  private static String byClass(String state, SQLException failure) {
    if (state.startsWith(CONNECTION) || state.startsWith(OPERATOR)) {
      return "the connection to the server failed; check that it is up and can be reached: "
          + said(failure);
    }
    if (state.startsWith(AUTHORIZATION)) {
      return "the server does not let this user in; check user and password: " + said(failure);
    }
    if (state.startsWith(DAMAGED) || state.startsWith(SYSTEM)) {
      return "the server reports damage or a system error; look at its log: " + said(failure);
    }
    return "PostgreSQL reports: " + said(failure);
  }

  /** The first line: what follows may quote values. */
  private static String said(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("nothing");
  }

  @Override
  public boolean isOfAll(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return List.of(CONNECTION, OPERATOR, RESOURCES, SYSTEM, DAMAGED, AUTHORIZATION).stream()
            .anyMatch(state::startsWith)
        || List.of(READ_ONLY, NO_TABLE, FORBIDDEN, NO_DATABASE, IDLE).contains(state);
  }

  @Override
  public boolean isPassing(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return state.startsWith(ROLLED_BACK) || state.equals(DUPLICATE);
  }

  @Override
  public boolean isHopeless(SQLException failure) {
    return NO_DATABASE.equals(failure.getSQLState())
        || Objects.requireNonNullElse(failure.getSQLState(), "").startsWith(AUTHORIZATION);
  }
}
