package dev.portage.examples;

import dev.portage.jdbc.JdbcBody;
import dev.portage.model.Task;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The examples of {@code docs/guide/transactions.md}. */
final class Transactions {
  private Transactions() {}

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
}
