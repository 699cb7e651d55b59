package dev.portage.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What differs from database to database; every other statement is the same on all of them. */
interface Dialect {
  /** What it is called on the command line, and in the names of its scripts. */
  String id();

  /** Whether tables of others may stand beside ours. */
  default boolean isShared() {
    return true;
  }

  /** Whether the queries for {@link #suspects} see what is not the JSON that belongs there. */
  default boolean knowsJson() {
    return false;
  }

  /**
   * Keeps out whoever else makes or upgrades the tables, until the transaction is over or {@link
   * #unlockSchema} is called; waits a minute for them.
   *
   * @return false if they have not ended by then
   */
  default boolean lockSchema(Handle handle) {
    return true;
  }

  /** Lets others in again, who then see what was made. */
  default void unlockSchema(Handle handle) {}

  /**
   * Selects the names of all tables where ours are or would be. Binds schema, which may be null.
   */
  String tables();

  /**
   * Selects the name of each of these tables of which the database remembers how many rows it had,
   * and that number. Reads no table. Binds schema too.
   */
  String sizes();

  /** The statement that carries it out for one row. */
  String sql(Bulk bulk);

  /** Whether its driver keeps statements, so that preparing one again costs little. */
  default boolean cachesStatements() {
    return true;
  }

  /** Whether there is one for many rows at once, {@link #arrays}. */
  default boolean takesArrays() {
    return false;
  }

  /**
   * The statement that carries it out for many rows, given as an array for each column.
   *
   * @param given the columns that have a value in some row at least, of those that are bound
   */
  default String arrays(Bulk bulk, List<Column> given) {
    throw new UnsupportedOperationException(id() + " takes one row at a time");
  }

  /** Whether its driver says how many rows an update for many rows has found. */
  boolean counts();

  /**
   * What follows a selection of flows that are then changed in the same transaction, so that nobody
   * else changes them meanwhile; empty where a transaction that writes is alone anyway.
   *
   * @param waiting whether to wait for who has locked one now, or to leave that out of the answer
   */
  String locking(boolean waiting);

  /** A condition: the column is one of the JSON array of texts that is bound as {@code ids}. */
  String isOneOf(String column);

  /**
   * A condition on flows {@code f}: the id is a text, which it may not be where a database takes
   * every value in every column. Pages would not get past one that is none.
   */
  default String isNamed() {
    return "1 = 1";
  }

  /** A condition on flows {@code f}: not over. Such that an index answers it. */
  String unfinished();

  /**
   * An expression: when the flow {@code f}, which is over, was last written. Such that an index of
   * flows that are over answers it.
   */
  default String finished() {
    return "f.changed";
  }

  /**
   * An expression: the JSON array of the positions of the flow {@code f}, sorted by template and
   * key. Each is an array of template, key, state, intention, version, slots (JSON in a text; null
   * without an output) and length of history. Reads no value.
   */
  default String positions() {
    return "(SELECT concat('[', coalesce("
        + forms().joined(forms().position())
        + ", ''), ']') FROM portage_atom a WHERE a.flow_id = f.id)";
  }

  /**
   * An expression: a text that is the same only for flows {@code f} whose atoms are at the same
   * {@link #positions}, and is cheaper. It may differ where rows have come in another order.
   */
  default String alike() {
    String one =
        "concat_ws(%1$s, a.template, a.atom_key, a.state, a.intention, coalesce(a.version, %2$s),"
            + " coalesce(a.output_slots, %2$s), a.history_length)";
    return "(SELECT "
        + forms().digested(one.formatted(forms().control(31), forms().control(30)))
        + " FROM portage_atom a WHERE a.flow_id = f.id)";
  }

  /** How JSON is put together, and rows are changed, without values leaving the database. */
  SqlForms forms();

  /** An expression that is the same for equal long texts only, by which rows may be grouped. */
  String groupable(String longText);

  /**
   * Selects the ids of flows that may be unreadable: all that are, perhaps some more. Of finished
   * flows the values are not looked at, nor what went through codecs.
   *
   * @param among a condition on flows {@code f}: those that are meant
   */
  List<String> suspects(String among);

  /** What went wrong, and what to do about it, as a sentence. */
  String explain(SQLException failure);

  /** Whether it would have met any write, rather than this one for what it holds. */
  boolean isOfAll(SQLException failure);

  /**
   * Whether others' doings are the reason, such as a deadlock, so that a second try may succeed.
   */
  boolean isPassing(SQLException failure);

  /** Whether what was written breaks a constraint. */
  default boolean isRefusal(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.startsWith("23");
  }

  /** Whether this is no database that could ever be used, rather than one that fails just now. */
  boolean isHopeless(SQLException failure);
}
