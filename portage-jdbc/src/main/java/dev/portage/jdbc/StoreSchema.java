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

/** Whether a database is a store, and the making of one. */
final class StoreSchema {
  /** What this version reads and writes. */
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

  private final Dialect dialect;
  private final String place;

  StoreSchema(Dialect dialect, String place) {
    this.dialect = dialect;
    this.place = place;
  }

  /**
   * Whether the database has no tables at all.
   *
   * @throws UnusableStoreException if it has some, and they are not those of this version
   */
  boolean isNew(Handle handle) {
    List<String> found = handle.createQuery(dialect.tables()).mapTo(String.class).list();
    if (found.isEmpty()) {
      return true;
    }
    if (!found.contains(MARK)) {
      throw unusable(
          "it is a database of something else, with the tables "
              + some(found)
              + "; Portage keeps its flows in a database of its own");
    }
    checkVersion(handle.createQuery("SELECT version FROM " + MARK).mapTo(String.class).list());
    List<String> missing = new ArrayList<>(TABLES);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw unusable("the tables " + some(missing) + " are missing; restore it from a backup");
    }
    return false;
  }

  private void checkVersion(List<String> versions) {
    if (versions.equals(List.of(String.valueOf(VERSION)))) {
      return;
    }
    String found = versions.size() == 1 ? versions.get(0) : versions.toString();
    if (versions.size() == 1 && found.matches("[0-9]{1,9}") && Integer.parseInt(found) > VERSION) {
      throw unusable(
          "its schema is "
              + found
              + ", this version of Portage knows "
              + VERSION
              + "; it was made by a newer one, use that");
    }
    throw unusable(
        "its schema is '" + found + "', expected " + VERSION + "; restore it from a backup");
  }

  private UnusableStoreException unusable(String why) {
    return new UnusableStoreException("the store " + place + " cannot be used: " + why);
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
    return names.size() > MOST_NAMED ? first + " and more" : first;
  }

  /** Makes the tables in the caller's transaction. */
  void create(Handle handle) {
    handle.createScript(script()).execute();
  }

  private String script() {
    try (InputStream in = StoreSchema.class.getResourceAsStream(dialect.script())) {
      byte[] bytes = Objects.requireNonNull(in, dialect.script()).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the script of the tables cannot be read", e);
    }
  }
}
