package dev.tutti.xa.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Real connections, some calls of which fail before they reach the database. */
final class Tampered implements DataSource {

  final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();
  final List<String> calls = new ArrayList<>();
  final List<Connection> real = new ArrayList<>();
  private final EnlistingDataSource.Ordinary source;

  Tampered(DataSource source) {
    this.source = source::getConnection;
  }

  /** The smallest of pools: always the same connection, which its users do not close. */
  Tampered(Connection only) {
    this.source = () -> only;
    ignored.add("close");
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = source.connection();
    real.add(connection);
    return tampered(Connection.class, connection);
  }

  private <T> T tampered(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            Tampered.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              boolean sql = args != null && args[0] instanceof String && type == Statement.class;
              String call = sql ? (String) args[0] : method.getName();
              calls.add(call);
              if (failing.contains(call)) {
                throw new SQLException(call + " fails, says the test", "HY000");
              }
              if (ignored.contains(call) && type == Connection.class) {
                return null;
              }
              try {
                Object answer = method.invoke(target, args);
                return method.getName().equals("createStatement")
                    ? tampered(Statement.class, (Statement) answer)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public Connection getConnection(String user, String password) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
