package dev.portage.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SQLite, 3.44 or later for ordered {@code group_concat}. */
final class SqliteDialect implements Dialect {
  /** Result codes, see sqlite.org/rescode.html. */
  private static final int PERM = 3;

  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int TOOBIG = 18;
  private static final int CONSTRAINT = 19;
  private static final int NOTADB = 26;

  private static final String TIME =
      "'[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].*Z'";

  /** Anything with a control character in it. */
  private static final String CONTROL =
      "'*[' || char(1) || '-' || char(31) || char(127) || '-' || char(159) || ']*'";

  @Override
  public String id() {
    return "sqlite";
  }

  /**
   * A file is a store or it is none: it is made by being opened, so a slip must not be possible.
   */
  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public boolean knowsJson() {
    return true;
  }

  @Override
  public String tables() {
    return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
        + " ESCAPE '\\' ORDER BY name";
  }

  /** It remembers nothing of the kind by itself. */
  @Override
  public String sizes() {
    return "SELECT name, 0 FROM sqlite_master WHERE FALSE AND :schema IS NULL";
  }

  @Override
  public String sql(Bulk bulk) {
    return bulk.oneRow(onConflict(bulk));
  }

  /** What PostgreSQL and SQLite say about rows that are there already. */
  static String onConflict(Bulk bulk) {
    String update =
        bulk.beside().stream()
            .map(column -> column.name() + " = excluded." + column.name())
            .collect(Collectors.joining(", "));
    return "ON CONFLICT ("
        + Bulk.names(bulk.key())
        + ") DO "
        + (bulk.kind() == Bulk.Kind.ADD ? "NOTHING" : "UPDATE SET " + update);
  }

  @Override
  public boolean cachesStatements() {
    return false;
  }

  /** A transaction that writes is alone: it begins by taking the lock of the file. */
  @Override
  public boolean counts() {
    return true;
  }

  @Override
  public String locking(boolean waiting) {
    return "";
  }

  @Override
  public String isNamed() {
    return "typeof(f.id) = 'text'";
  }

  /** Word for word the condition of the partial index, or that would not be used. */
  @Override
  public String unfinished() {
    return "f.state NOT IN ('SUCCESS', 'REVERTED')";
  }

  @Override
  public String groupable(String longText) {
    return longText;
  }

  @Override
  public String isOneOf(String column) {
    return column + " IN (SELECT value FROM json_each(:ids))";
  }

  /** Cast, as there is no JSON of bytes and any column may hold some. */
  @Override
  public SqlForms forms() {
    return new SqliteForms(this);
  }

  @Override
  public List<String> suspects(String among) {
    String header =
        "SELECT f.id AS id FROM portage_flow f WHERE "
            + among
            + " AND ("
            + any(
                isNotIn("f.state", KnownNames.FLOW_STATES),
                isNotTexts("f.stamp"),
                isNoTime("f.lease_until"),
                isNoTime("f.began"),
                isNoTime("f.changed"),
                "typeof(f.id) <> 'text' OR length(f.id) > 255 OR length(trim(f.id)) = 0",
                "f.id GLOB " + CONTROL,
                isNoNumber("f.revision"),
                isNoNumber("f.token"),
                "NOT EXISTS (SELECT 1 FROM portage_shape s WHERE s.digest = f.digest)",
                unfinished() + " AND (" + any(isNotJsonOf("f.inputs"), isNotJsonOf("f.meta")) + ")")
            + ")";
    String atoms =
        "SELECT DISTINCT f.id AS id FROM portage_flow f CROSS JOIN portage_atom a"
            + " WHERE a.flow_id = f.id AND "
            + among
            + " AND ("
            + any(
                isNotIn("a.kind", KnownNames.KINDS),
                isNotIn("a.state", KnownNames.ATOM_STATES),
                isNotIn("a.intention", KnownNames.INTENTIONS),
                isNoTime("a.began"),
                isNoTime("a.ended"),
                isNoNumber("a.attempts"),
                "a.attempts NOT BETWEEN 0 AND 2147483647",
                hasNoCodec("a.output"),
                hasNoCodec("a.reversal"),
                hasNoCodec("a.history"),
                hasNoCodec("a.meta"),
                "(a.output IS NULL) <> (a.output_slots IS NULL)",
                "a.output_slots IS NOT NULL AND " + isNotTexts("a.output_slots"),
                isNoFailure("a.failure"),
                isNoFailure("a.reversal_failure"))
            + ")";
    String values =
        "SELECT DISTINCT f.id AS id FROM portage_flow f CROSS JOIN portage_atom a"
            + " WHERE a.flow_id = f.id AND "
            + unfinished()
            + " AND ("
            + any(
                isNotJsonOf("a.output"),
                isNotJsonOf("a.reversal"),
                isNotJsonOf("a.history"),
                isNotJsonOf("a.meta"))
            + ")";
    return List.of(header, atoms, values);
  }

  private static String any(String... conditions) {
    return Stream.of(conditions)
        .map(condition -> "(" + condition + ")")
        .collect(Collectors.joining(" OR "));
  }

  private static String isNotIn(String column, String names) {
    return column + " NOT IN (" + names + ")";
  }

  private static String isNoNumber(String column) {
    return "typeof(" + column + ") <> 'integer'";
  }

  private static String hasNoCodec(String column) {
    return column + " IS NOT NULL AND " + column + "_codec IS NULL";
  }

  private static String isNotJson(String column) {
    return "coalesce(json_valid(CAST(" + column + " AS TEXT)), 0) = 0";
  }

  private static String isNotJsonOf(String column) {
    return column + "_codec = 'json' AND " + isNotJson(column);
  }

  private static String isNotTexts(String column) {
    return "CASE WHEN "
        + isNotJson(column)
        + " THEN 1 ELSE json_type("
        + column
        + ") IS NOT 'array' OR EXISTS (SELECT 1 FROM json_each("
        + column
        + ") WHERE type <> 'text') END";
  }

  private static String isNoTime(String column) {
    return column + " NOT GLOB " + TIME;
  }

  private static String isNoFailure(String column) {
    return column
        + " IS NOT NULL AND NOT "
        + StoredValues.isEncodedFailure(column)
        + " AND CASE WHEN "
        + isNotJson(column)
        + " THEN 1 ELSE json_type("
        + column
        + ", '$.causes') IS NOT 'array' OR json_type("
        + column
        + ", '$.type') IS NOT 'text' END";
  }

  @Override
  public String explain(SQLException failure) {
    return switch (failure.getErrorCode() & 0xff) {
      case FULL ->
          "the disk is full, or the database has reached its page limit; make room, then go on";
      case BUSY, LOCKED ->
          "another process holds the database; wait for it to finish, then try again";
      case READONLY, PERM ->
          "SQLite may not write the file, or the -wal and -shm files beside it: check the"
              + " permissions of the file and its directory";
      case IOERR -> "the disk reports an error, or is full; check it, then go on";
      case CORRUPT -> "the file is damaged or truncated; restore it from a backup";
      case NOTADB -> "the file is not a SQLite database";
      case CANTOPEN ->
          "the file cannot be opened: check the permissions of the file and its directory, in"
              + " which SQLite keeps -wal and -shm files";
      case TOOBIG -> "a value is larger than SQLite can store";
      default -> "SQLite reports: " + failure.getMessage();
    };
  }

  @Override
  public boolean isOfAll(SQLException failure) {
    return switch (failure.getErrorCode() & 0xff) {
      case PERM, BUSY, LOCKED, READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB -> true;
      default -> false;
    };
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return false; // whoever holds the file has been waited for
  }

  @Override
  public boolean isRefusal(SQLException failure) {
    return (failure.getErrorCode() & 0xff) == CONSTRAINT;
  }

  @Override
  public boolean isHopeless(SQLException failure) {
    int code = failure.getErrorCode() & 0xff;
    return code == NOTADB || code == CORRUPT;
  }
}
