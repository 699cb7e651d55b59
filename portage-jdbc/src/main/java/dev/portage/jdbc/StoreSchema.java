package dev.portage.jdbc;

import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Whether a database is a store, and the making and upgrading of one. */
final class StoreSchema {
  /** What this version reads and writes, and how many scripts there are. */
  static final int VERSION = 1;

  private static final String MARK = "portage_schema";
  private static final List<String> TABLES =
      List.of(
          "portage_atom",
          "portage_flow",
          "portage_journal",
          "portage_lineage",
          "portage_refusal",
          MARK,
          "portage_shape",
          "portage_step");
  private static final int MOST_NAMED = 5;

  private final SqlTrouble trouble;
  private final JdbcOptions options;
  private final TableNames names;

  /** The schema of a place. */
  StoreSchema(SqlTrouble trouble, JdbcOptions options) {
    this.trouble = trouble;
    this.options = options;
    this.names = options.names();
  }

  /**
   * The version of the tables that are there; 0 if there are none, or if the making of them was
   * broken off.
   *
   * @throws UnusableStoreException if there are some that no version has made, or a newer one
   */
  int version(Handle handle) {
    List<String> found =
        handle
            .createQuery(trouble.dialect().tables())
            .bind("schema", options.schema())
            .mapTo(String.class)
            .list();
    if (!found.contains(names.table(MARK))) {
      if (!trouble.dialect().isShared() && !found.isEmpty()) {
        throw unusable(
            "it is a database of something else, with the tables "
                + some(found)
                + "; Portage keeps its flows in a database of its own");
      }
      return 0;
    }
    int version =
        version(handle.createQuery("SELECT version FROM " + MARK).mapTo(String.class).list());
    List<String> missing = new ArrayList<>(TABLES.stream().map(names::table).toList());
    missing.removeAll(found);
    if (version > 0 && !missing.isEmpty()) {
      throw unusable("the tables " + some(missing) + " are missing; restore it from a backup");
    }
    return version;
  }

  private int version(List<String> versions) {
    if (versions.isEmpty() && trouble.dialect().isShared()) {
      return 0;
    }
    String found = versions.size() == 1 ? versions.get(0) : versions.toString();
    int version = versions.size() == 1 && found.matches("[0-9]{1,9}") ? Integer.parseInt(found) : 0;
    if (version > VERSION) {
      throw unusable(
          "its schema is "
              + found
              + ", this version of Portage knows "
              + VERSION
              + "; it was made by a newer one, use that");
    }
    if (version < 1) {
      throw unusable(
          "its schema is '" + found + "', expected " + VERSION + "; restore it from a backup");
    }
    return version;
  }

  /**
   * Refuses tables that this version cannot use as they are.
   *
   * @throws UnusableStoreException if they are missing, older, newer, or something else
   */
  void check(Handle handle) {
    int version = version(handle);
    if (version == 0) {
      throw unusable(
          "it has no tables of Portage\n  next: make them with 'portage schema create --store URL',"
              + " or open the store with TablePolicy.CREATE (portage.tables=create in its URL)");
    }
    if (version < VERSION) {
      throw unusable(
          "its schema is "
              + version
              + ", this version of Portage uses "
              + VERSION
              + "\n  next: upgrade it with 'portage schema upgrade --store URL'");
    }
  }

  private UnusableStoreException unusable(String why) {
    return new UnusableStoreException("the store " + trouble.place() + " cannot be used: " + why);
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
    return names.size() > MOST_NAMED ? first + " and more" : first;
  }

  /**
   * Makes or upgrades the tables in the caller's transaction, once for however many ask.
   *
   * @return the version that was there before
   */
  int upgrade(Handle handle) {
    trouble.dialect().lockSchema(handle);
    try {
      int before = version(handle);
      for (int next = before + 1; next <= VERSION; next++) {
        handle.createScript(script(trouble.dialect().id(), next)).execute();
      }
      return before;
    } finally {
      trouble.dialect().unlockSchema(handle);
    }
  }

  /** A script with the usual names of tables. */
  static String script(String dialect, int number) {
    String name = "schema/" + dialect + "-" + number + ".sql";
    try (InputStream in = StoreSchema.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the script of the tables cannot be read", e);
    }
  }
}
