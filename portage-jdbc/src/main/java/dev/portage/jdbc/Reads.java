package dev.portage.jdbc;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Where a reader reads. Thread-safe. */
interface Reads extends AutoCloseable {
  /**
   * Reads in a transaction of its own, so that all is of one moment. The work may be done again
   * from the start, and changes nothing but what it returns.
   */
  <T> T read(Function<Handle, T> work);

  /** What failures of the database are told as. */
  SqlTrouble trouble();

  /** The dialect of the database. */
  default Dialect dialect() {
    return trouble().dialect();
  }

  @Override
  void close();
}
