package dev.portage.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tables are called in one database: another prefix than {@code portage_}, in another
 * schema than the connection's. Statements are written with the usual names. Thread-safe.
 */
final class TableNames {
  /** Of the tables, and behind {@code ix_} of the indexes. */
  static final String USUAL_PREFIX = "portage_";

  private static final Pattern TABLE = Pattern.compile("\\b(?<!\\.)portage_");
  private static final Pattern INDEX = Pattern.compile("\\bix_portage_");

  private final String prefix;
  private final String before;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  /** The usual names. */
  static final TableNames USUAL = new TableNames(USUAL_PREFIX, null);

  TableNames(String prefix, @Nullable String schema) {
    this.prefix = prefix;
    this.before = (schema == null ? "" : schema + ".") + prefix;
  }

  /** The statement with the names of this database. */
  String in(String sql) {
    return isUsual() ? sql : known.computeIfAbsent(sql, this::replaced);
  }

  private String replaced(String sql) {
    String tables = TABLE.matcher(sql).replaceAll(before);
    return INDEX.matcher(tables).replaceAll("ix_" + prefix);
  }

  boolean isUsual() {
    return before.equals(USUAL_PREFIX);
  }

  /** The name of a table without its schema. */
  String table(String usual) {
    return prefix + usual.substring(USUAL_PREFIX.length());
  }
}
