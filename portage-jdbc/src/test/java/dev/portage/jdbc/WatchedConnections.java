package dev.portage.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Real connections that count their commits, and fail or wait when they are told to. */
final class WatchedConnections implements DataSource {
  private final String url;
  private final Properties properties = new Properties();
  private final AtomicInteger commits = new AtomicInteger();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final List<Thread> committers = new CopyOnWriteArrayList<>();
  private volatile boolean lost;
  private volatile boolean failing;
  private final AtomicInteger statementsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  WatchedConnections(String url) {
    this.url = url;
    properties.putAll(SqliteFile.WRITING);
  }

  /** How many transactions have been committed. */
  int commits() {
    return commits.get();
  }

  /** Whose commits they were, in order. */
  List<Thread> committers() {
    return committers;
  }

  /** What has been executed, in order; a batch is one. */
  List<String> statements() {
    return statements;
  }

  /** From now on no connection can be had, and those that are out fail. */
  void lose() {
    lost = true;
  }

  /** So many statements are executed; then nothing is answered any more, as in a crash. */
  void loseAfter(int statements) {
    statementsLeft.set(statements);
  }

  /** Connections can be had again. */
  void restore() {
    lost = false;
    statementsLeft.set(Integer.MAX_VALUE);
    failing = false;
  }

  /** From now on every commit fails. */
  void failCommits() {
    failing = true;
  }

  /** From now on commits wait until the latch is down. */
  void waitFor(CountDownLatch latch) {
    gate = latch;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (lost) {
      throw new SQLException("connection refused");
    }
    Connection real = DriverManager.getConnection(url, properties);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("unwrap") ? proxy : call(real, method, arguments));
  }

  private Object call(Connection real, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("commit")) {
      gate.await();
      if (failing) {
        throw new SQLException("disk I/O error", "", 10);
      }
      committers.add(Thread.currentThread());
      commits.incrementAndGet();
    } else if (lost && method.getName().equals("prepareStatement")) {
      throw new SQLException("connection reset");
    }
    Object answer = invoke(real, method, arguments);
    return answer instanceof PreparedStatement statement
        ? counted(statement, (String) arguments[0])
        : answer;
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private PreparedStatement counted(PreparedStatement statement, String sql) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PreparedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              boolean executes = method.getName().startsWith("execute");
              if (executes && statementsLeft.getAndDecrement() <= 0) {
                lost = true;
                throw new SQLException("connection reset");
              }
              if (executes) {
                statements.add(sql);
              }
              return invoke(statement, method, arguments);
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException("there is no log");
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException("there is no log");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException("connections are local");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("there is none");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing is wrapped");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
