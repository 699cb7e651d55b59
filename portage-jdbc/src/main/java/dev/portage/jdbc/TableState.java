package dev.portage.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the tables of a store are.
 *
 * @param store where it is, without any password
 * @param version the schema that is there; 0 for none, or one that is no number
 * @param known the schema that this version of Portage uses
 * @param verdict whether it can use the tables
 * @param why it cannot, as part of a sentence; empty if it can
 * @param tables those that belong to the schema that is there, sorted by name
 */
public record TableState(
    String store, int version, int known, Verdict verdict, String why, List<Table> tables) {
  /** What can be done with tables. */
  public enum Verdict {
    /** They can be used. */
    CURRENT,
    /** There are none, or the making of them was broken off: they can be made. */
    MISSING,
    /** They can be upgraded. */
    OLDER,
    /** A newer version of Portage has made them: they are left to it. */
    NEWER,
    /** Some are missing, or they are those of something else. */
    UNUSABLE
  }

  /**
   * A table.
   *
   * @param name without its schema
   * @param isThere whether the database has it
   * @param rows about how many rows it has, as the database remembers; null if it does not
   */
  public record Table(String name, boolean isThere, @Nullable Long rows) {}

  /** Takes a copy. */
  public TableState {
    tables = List.copyOf(tables);
  }
}
