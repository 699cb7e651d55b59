package dev.portage.taskflow;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A database in which TaskFlow's tables are. Thread-safe. */
interface Database extends AutoCloseable {
  /** How it is spoken to. */
  Sql sql();

  /** What stands before the names of the journal's tables; see {@link Journal}. */
  String journalPrefix();

  /** Whether the tables of the journal are there. */
  boolean hasJournal(Handle handle);

  /**
   * Does some reading in one transaction.
   *
   * @throws dev.portage.store.StoreUnavailableException if it cannot be read just now
   */
  <T> T read(Function<Handle, T> work);

  /**
   * Does something in one transaction that writes: all of it, or nothing.
   *
   * @throws dev.portage.store.StoreUnavailableException if it cannot be written just now
   */
  <T> T write(Function<Handle, T> work);

  /** The URL without what may be secret. */
  String url();

  @Override
  void close();
}
