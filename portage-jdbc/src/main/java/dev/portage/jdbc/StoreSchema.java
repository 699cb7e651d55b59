package dev.portage.jdbc;

import dev.portage.jdbc.TableState.Table;
import dev.portage.jdbc.TableState.Verdict;
import dev.portage.store.UnusableStoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Whether a database is a store, and the making and upgrading of one. */
final class StoreSchema {
  /** What this version reads and writes, and how many scripts there are. */
  static final int VERSION = 1;

  private static final String MARK = "portage_schema";
  private static final int MOST_NAMED = 5;

  private final SqlTrouble trouble;
  private final JdbcOptions options;
  private final TableNames names;
  private final SchemaScripts scripts;

  /** The schema of a place, made by these scripts. */
  StoreSchema(SqlTrouble trouble, JdbcOptions options, SchemaScripts scripts) {
    this.trouble = trouble;
    this.options = options;
    this.names = options.names();
    this.scripts = scripts;
  }

  /** The schema of a place, as this version wants it. */
  static StoreSchema of(SqlTrouble trouble, JdbcOptions options) {
    return new StoreSchema(trouble, options, SchemaScripts.of(trouble.dialect().id()));
  }

  /** How far a place is where nothing is. */
  TableState absent() {
    return state(0, Verdict.MISSING, "it has no tables of Portage", Set.of());
  }

  /** How far the tables are, and about how many rows they have. */
  TableState look(Handle handle) {
    TableState state = state(handle);
    Map<String, Long> rows = new HashMap<>();
    handle
        .createQuery(trouble.dialect().sizes())
        .bind("schema", options.schema())
        .map((cursor, context) -> Map.entry(cursor.getString(1), cursor.getLong(2)))
        .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    return new TableState(
        state.store(),
        state.version(),
        state.known(),
        state.verdict(),
        state.why(),
        state.tables().stream()
            .map(table -> new Table(table.name(), table.isThere(), rows.get(table.name())))
            .toList());
  }

  private TableState state(Handle handle) {
    List<String> found =
        handle
            .createQuery(trouble.dialect().tables())
            .bind("schema", options.schema())
            .mapTo(String.class)
            .list();
    Set<String> there = new HashSet<>(found);
    if (there.contains(names.table(MARK))) {
      String versions = "SELECT version FROM " + MARK;
      return state(handle.createQuery(versions).mapTo(String.class).list(), there);
    }
    if (!trouble.dialect().isShared() && !found.isEmpty()) {
      return state(
          0,
          Verdict.UNUSABLE,
          "it is a database of something else, with the tables "
              + some(found)
              + "; Portage keeps its flows in a database of its own",
          Set.of());
    }
    return absent();
  }

  private TableState state(List<String> versions, Set<String> there) {
    int known = scripts.version();
    if (versions.isEmpty() && trouble.dialect().isShared()) {
      return state(0, Verdict.MISSING, "the making of its tables was broken off", there);
    }
    String found = versions.size() == 1 ? versions.get(0) : versions.toString();
    int version = versions.size() == 1 && found.matches("[0-9]{1,9}") ? Integer.parseInt(found) : 0;
    if (version < 1) {
      String why = "its schema is '" + found + "', expected " + known;
      return state(0, Verdict.UNUSABLE, why + "; restore it from a backup", there);
    }
    String differs = "its schema is " + found + ", this version of Portage ";
    if (version > known) {
      String why = differs + "knows " + known + "; it was made by a newer one, use that";
      return state(version, Verdict.NEWER, why, there);
    }
    List<String> missing =
        scripts.tables(version).stream()
            .map(names::table)
            .filter(table -> !there.contains(table))
            .toList();
    if (!missing.isEmpty()) {
      String why = "the tables " + some(missing) + " are missing; restore it from a backup";
      return state(version, Verdict.UNUSABLE, why, there);
    }
    return version < known
        ? state(version, Verdict.OLDER, differs + "uses " + known, there)
        : state(version, Verdict.CURRENT, "", there);
  }

  private TableState state(int version, Verdict verdict, String why, Set<String> there) {
    List<Table> tables =
        scripts.tables(version == 0 ? scripts.version() : version).stream()
            .map(names::table)
            .map(name -> new Table(name, there.contains(name), null))
            .toList();
    return new TableState(trouble.place(), version, scripts.version(), verdict, why, tables);
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
    return names.size() > MOST_NAMED ? first + " and more" : first;
  }

  /**
   * The version of the tables that are there; 0 if there are none, or if the making of them was
   * broken off.
   *
   * @throws UnusableStoreException if there are some that no version has made, or a newer one
   */
  int version(Handle handle) {
    TableState state = state(handle);
    return switch (state.verdict()) {
      case NEWER, UNUSABLE -> throw unusable(state.why());
      case MISSING -> 0;
      case CURRENT, OLDER -> state.version();
    };
  }

  /**
   * Refuses tables that this version cannot use as they are.
   *
   * @return their version
   * @throws UnusableStoreException if they are missing, older, newer, or something else
   */
  int check(Handle handle) {
    TableState state = state(handle);
    return switch (state.verdict()) {
      case CURRENT -> state.version();
      case NEWER, UNUSABLE -> throw unusable(state.why());
      case MISSING ->
          throw unusable(
              state.why()
                  + "\n  next: make them with 'portage schema create --store URL', or open the store"
                  + " with TablePolicy.CREATE (portage.tables=create in its URL)");
      case OLDER ->
          throw unusable(
              state.why() + "\n  next: upgrade it with 'portage schema upgrade --store URL'");
    };
  }

  private UnusableStoreException unusable(String why) {
    return new UnusableStoreException("the store " + trouble.place() + " cannot be used: " + why);
  }

  /**
   * Makes or upgrades the tables in the caller's transaction, once for however many ask.
   *
   * @return the version that was there before
   */
  int upgrade(Handle handle) {
    try (SchemaLock lock = SchemaLock.take(handle, trouble)) {
      int before = version(handle);
      for (int next = before + 1; next <= scripts.version(); next++) {
        lock.carryOut(scripts.text(next));
      }
      return before;
    }
  }
}
