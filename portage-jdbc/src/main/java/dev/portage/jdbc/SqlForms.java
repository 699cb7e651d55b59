package dev.portage.jdbc;

/**
 * How a database puts JSON together, and takes it apart, where values stay in the database. Rows of
 * atoms are {@code a}, of flows {@code f}.
 */
interface SqlForms {
  /** Whose they are. */
  Dialect dialect();

  /** The text that is in bytes of UTF-8. */
  String text(String bytes);

  /** The bytes of UTF-8 of a text. */
  String bytes(String text);

  /** A text as a string of JSON; null stays null. */
  String quoted(String text);

  /** The texts of all atoms of a flow, by template and key, with commas; null if it has none. */
  String joined(String text);

  /** A control character, which is in no name and in no JSON. */
  default String control(int code) {
    return "chr(" + code + ")";
  }

  /**
   * A short text for the texts of all atoms of a flow, in any order; the same for the same ones.
   */
  String digested(String text);

  /** The JSON array that says where an atom is; see {@link Dialect#positions}. */
  String position();

  /**
   * A condition: a JSON object in bytes has every name in the JSON array that is bound as {@code
   * inputs}.
   */
  String hasNames(String bytes);

  /**
   * A statement that changes rows of a table.
   *
   * @param key the column that is one of the ids that are bound as {@code ids}
   * @param set assignments
   * @param also a condition besides
   */
  default String update(String table, String key, String set, String also) {
    return "UPDATE " + table + " SET " + set + " WHERE " + dialect().isOneOf(key) + " AND " + also;
  }

  /** The same for rows that are removed. */
  default String delete(String table, String key, String also) {
    return "DELETE FROM " + table + " WHERE " + dialect().isOneOf(key) + " AND " + also;
  }
}
