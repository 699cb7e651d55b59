package dev.portage.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a body is given it: it cannot end the transaction, nor change how it or later
 * ones behave, and is of no use once the body has ended.
 */
final class LentConnection implements InvocationHandler {
  private static final Set<String> REFUSED =
      Set.of(
          "commit",
          "close",
          "abort",
          "setAutoCommit",
          "setReadOnly",
          "setTransactionIsolation",
          "setSchema",
          "setCatalog");

  private final Connection connection;
  private final Connection lent;
  private volatile boolean returned;

  LentConnection(Connection connection) {
    this.connection = connection;
    this.lent =
        (Connection)
            Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
  }

  /** What the body is given. */
  Connection lent() {
    return lent;
  }

  /** Whether nobody is in the body any more. */
  boolean isReturned() {
    return returned;
  }

  /** The body has ended. */
  void takeBack() {
    returned = true;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class) {
      return switch (name) {
        case "equals" -> given != null && proxy == given[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "the connection of a transactional task";
      };
    }
    if (returned) {
      if (name.equals("isClosed")) {
        return true;
      }
      throw refused(name, "the body that it was given to has ended", "do the work in the body");
    }
    if (REFUSED.contains(name) || (name.equals("rollback") && given == null)) {
      throw refused(
          name,
          "what the body does is committed with the end of its task, and rolled back if it throws",
          "leave the call out, or throw");
    }
    try {
      return method.invoke(connection, given);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static SQLException refused(String name, String found, String next) {
    return new SQLException(
        "a transactional task calls "
            + name
            + " on its connection, which is refused: "
            + found
            + "\n  next: "
            + next);
  }
}
