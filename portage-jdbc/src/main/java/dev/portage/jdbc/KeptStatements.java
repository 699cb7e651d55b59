package dev.portage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of the connection that was used last, prepared once: for a driver that keeps none
 * itself, where preparing takes as long as executing. Whoever has the connection has them, too, and
 * nobody else; a pool with one connection sees to that. They are closed with it.
 */
final class KeptStatements {
  private static final Logger LOG = LoggerFactory.getLogger(KeptStatements.class);

  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable Connection connection;

  /** Not to be closed; see {@link #forget}. */
  synchronized PreparedStatement of(Connection pooled, String sql) throws SQLException {
    Connection real = pooled.unwrap(Connection.class);
    if (real != connection) {
      statements.clear();
      connection = real;
    }
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = real.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /** Closes all of them: one has failed, and may hold what it was given. */
  synchronized void forget() {
    statements.values().forEach(KeptStatements::close);
    statements.clear();
    connection = null;
  }

  private static void close(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException e) {
      LOG.debug("a statement could not be closed; its connection is lost, and it with it", e);
    }
  }
}
