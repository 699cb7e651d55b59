package dev.portage.jdbc;

import dev.portage.model.FlowException;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.UnusableStoreException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Failures of a database in words that say what to do.
 *
 * @param dialect of the database
 * @param place where it is, without any password
 */
record SqlTrouble(Dialect dialect, String place) {
  /** Reads something; a failure of the database is a {@link StoreUnavailableException}. */
  <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      throw unavailable("could not be read", e);
    }
  }

  /** Opens something; a file that can never be a store is an {@link UnusableStoreException}. */
  <T> T opening(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      SQLException sql = cause(e);
      if (sql != null && dialect.isHopeless(sql)) {
        throw new UnusableStoreException(
            "the store " + place + " cannot be used: " + dialect.explain(sql), e);
      }
      if (e instanceof FlowException) {
        throw e;
      }
      throw unavailable("could not be opened", e);
    }
  }

  /** Whether trying each write of a group alone would only meet the same failure again. */
  boolean isOfAll(Throwable failure) {
    SQLException sql = cause(failure);
    return failure instanceof ConnectionException || (sql != null && dialect.isOfAll(sql));
  }

  /** Whether the same may well succeed if it is done again at once. */
  boolean isPassing(Throwable failure) {
    SQLException sql = cause(failure);
    return sql != null && dialect.isPassing(sql);
  }

  /**
   * Whether the database refuses what was written for what it says, such as a broken constraint.
   */
  boolean isRefusal(Throwable failure) {
    SQLException sql = cause(failure);
    return sql != null && dialect.isRefusal(sql);
  }

  /** What went wrong, as a sentence. */
  String explain(Throwable failure) {
    SQLException sql = cause(failure);
    return sql == null ? String.valueOf(failure.getMessage()) : dialect.explain(sql);
  }

  StoreUnavailableException unavailable(String attempted, Throwable failure) {
    return new StoreUnavailableException(
        "the store " + place + " " + attempted + ": " + explain(failure), failure);
  }

  /** The failure of the driver behind an exception, or null. */
  private static @Nullable SQLException cause(Throwable failure) {
    SQLException found = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }
}
