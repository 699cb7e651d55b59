package dev.portage.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Real connections, one of which is cut when a transaction of a task is committed. */
final class CutConnections {
  /** When it is cut. */
  enum Moment {
    BEFORE,
    AFTER,
    NEVER
  }

  private final DataSource real;
  private final AtomicReference<Moment> next = new AtomicReference<>(Moment.NEVER);

  CutConnections(DataSource real) {
    this.real = real;
  }

  /** Cuts one connection, the next time. */
  void cut(Moment moment) {
    next.set(moment);
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        (method, given) -> {
          Object answer = invoke(method, real, given);
          return answer instanceof Connection connection ? watched(connection) : answer;
        });
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (method, given) -> {
          boolean isOurs = Thread.currentThread().getName().equals("portage-store-commits");
          if (!isOurs || !method.getName().equals("commit")) {
            return invoke(method, connection, given);
          }
          Moment moment = next.getAndSet(Moment.NEVER);
          if (moment != Moment.BEFORE) {
            connection.commit();
          }
          if (moment != Moment.NEVER) {
            connection.abort(Runnable::run);
            throw new SQLException("cut " + moment + " the commit", "08006");
          }
          return null;
        });
  }

  private interface Call {
    @Nullable Object call(Method method, @Nullable Object @Nullable [] given) throws Throwable;
  }

  private static <T> T proxy(Class<T> kind, Call call) {
    return kind.cast(
        Proxy.newProxyInstance(
            kind.getClassLoader(),
            new Class<?>[] {kind},
            (proxy, method, given) -> call.call(method, given)));
  }

  private static @Nullable Object invoke(
      Method method, Object on, @Nullable Object @Nullable [] given) throws Throwable {
    try {
      return method.invoke(on, given);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
