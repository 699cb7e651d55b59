package dev.portage.jdbc;

import java.sql.SQLException;
import java.util.List;

/** What differs from database to database; every other statement is the same on all of them. */
interface Dialect {
  /** The name of the script that makes the tables, beside this class. */
  String script();

  /** Selects the names of all tables of the database, ours or not. */
  String tables();

  /** Stores a shape unless it is there. Binds digest, fingerprint, text. */
  String insertShape();

  /** Notes the digest that a step was used with, if that is not noted. Binds every column. */
  String insertStep();

  /** Writes a row of an atom in place of the one with its key. Binds every column. */
  String replaceAtom();

  /** A condition: the column is one of the JSON array of texts that is bound as {@code ids}. */
  String isOneOf(String column);

  /**
   * An expression: the JSON array of the positions of the flow {@code f}, sorted by template and
   * key. Each is an array of template, key, state, intention, version, slots (JSON in a text; null
   * without an output) and length of history. Reads no value.
   */
  String positions();

  /**
   * Selects the ids of flows that may be unreadable: all that are, perhaps some more. Of finished
   * flows the values are not looked at.
   */
  List<String> suspects();

  /** What went wrong, and what to do about it, as a sentence. */
  String explain(SQLException failure);

  /** Whether it would have met any write, rather than this one for what it holds. */
  boolean isOfAll(SQLException failure);

  /** Whether this is no database that could ever be used, rather than one that fails just now. */
  boolean isHopeless(SQLException failure);
}
