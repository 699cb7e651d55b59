package dev.portage.examples;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.portage.jdbc.JdbcBody;
import dev.portage.model.Task;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The examples of {@code docs/guide/transactions.md}. */
final class Transactions {
  private Transactions() {}

  /** A service of an application, perhaps with {@code @Transactional} methods. */
  interface Bookings {
    /** Adds one. */
    void add(String order);
  }

  // guide:begin book
  static Task book() {
    return Task.named("book")
        .requires(Checkout.ORDER)
        .execute(JdbcBody.run((in, connection) -> insert(connection, in.get(Checkout.ORDER))))
        .revert(JdbcBody.revert((in, connection) -> delete(connection, in.get(Checkout.ORDER))));
  }

  private static void insert(Connection connection, String order) throws SQLException {
    update(connection, "INSERT INTO booking (order_id) VALUES (?)", order);
  }

  private static void delete(Connection connection, String order) throws SQLException {
    update(connection, "DELETE FROM booking WHERE order_id = ?", order);
  }

  private static void update(Connection connection, String sql, String order) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, order);
      statement.executeUpdate();
    }
  }

  // guide:end

  // guide:begin template
  static Task bookByTemplate() {
    return Task.named("book")
        .requires(Checkout.ORDER)
        .execute(
            JdbcBody.run(
                (in, connection) -> {
                  var jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
                  jdbc.update("INSERT INTO booking (order_id) VALUES (?)", in.get(Checkout.ORDER));
                }));
  }

  // guide:end

  // guide:begin joined
  static Task bookBy(Bookings bookings, DataSource source) {
    return Task.named("book")
        .requires(Checkout.ORDER)
        .execute(
            JdbcBody.run(
                (in, connection) ->
                    joined(source, connection, () -> bookings.add(in.get(Checkout.ORDER)))));
  }

  /** Whoever asks Spring for the data source on this thread meanwhile gets the connection. */
  private static void joined(DataSource source, Connection connection, Runnable work) {
    ConnectionHolder holder = new ConnectionHolder(connection, true);
    TransactionSynchronizationManager.bindResource(source, holder);
    try {
      work.run();
    } finally {
      TransactionSynchronizationManager.unbindResource(source);
    }
    if (holder.isRollbackOnly()) {
      throw new UnexpectedRollbackException("a transaction inside was rolled back");
    }
  }

  // guide:end

  // guide:begin jooq
  static Task bookByJooq(SQLDialect dialect) {
    return Task.named("book")
        .requires(Checkout.ORDER)
        .execute(
            JdbcBody.run(
                (in, connection) ->
                    DSL.using(connection, dialect)
                        .insertInto(table(name("booking")))
                        .set(field(name("order_id"), String.class), in.get(Checkout.ORDER))
                        .execute()));
  }
  // guide:end
}
