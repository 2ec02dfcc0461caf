package dev.tutti.xa.kill;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A driver's data source whose next commit goes wrong as it is told. */
final class LastCommit {

  /** What becomes of the commit, and then. */
  enum Fault {
    NONE,
    HALT,
    DONE,
    NOT_DONE,
    /** The connection lives on. */
    REFUSED,
    /** The client fails after the server has committed. */
    ERROR,
    /** The server has not noticed that the client is gone: the session keeps its locks. */
    NOT_DONE_UNNOTICED,
    DONE_THEN_HALT,
    NOT_DONE_THEN_HALT,
    DONE_THEN_AWAY,
    NOT_DONE_THEN_AWAY
  }

  private final DataSource real;
  private volatile Fault next = Fault.NONE;
  private volatile boolean away;
  private volatile boolean halting;

  LastCommit(DataSource real) {
    this.real = real;
  }

  void fail(Fault fault) {
    next = fault;
  }

  void back() {
    away = false;
  }

  DataSource source() {
    return (DataSource)
        Proxy.newProxyInstance(
            LastCommit.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) ->
                method.getName().equals("getConnection") ? connect() : invoke(real, method, args));
  }

  private Connection connect() throws SQLException {
    if (halting) {
      Runtime.getRuntime().halt(137);
    }
    if (away) {
      throw new SQLException("scripted: nobody answers", "08001");
    }
    Session session = new Session(real.getConnection());
    return (Connection)
        Proxy.newProxyInstance(
            LastCommit.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> session.call(method, args));
  }

  private final class Session {
    private final Connection connection;
    private boolean lost;

    Session(Connection connection) {
      this.connection = connection;
    }

    Object call(Method method, Object[] args) throws Throwable {
      boolean ending = method.getName().equals("close") || method.getName().equals("abort");
      if (lost && ending) {
        connection.close();
        return null;
      }
      if (lost) {
        throw new SQLException("scripted: the connection is lost", "08003");
      }
      Fault fault = next;
      if (method.getName().equals("commit") && fault != Fault.NONE) {
        next = Fault.NONE;
        commit(fault);
      }
      return invoke(connection, method, args);
    }

    private void commit(Fault fault) throws SQLException {
      lost = fault != Fault.REFUSED && fault != Fault.ERROR;
      switch (fault) {
        case REFUSED -> throw new SQLException("scripted: a check at commit", "23514");
        case ERROR -> {
          connection.commit();
          throw new StackOverflowError("scripted");
        }
        case HALT -> {
          connection.commit();
          Runtime.getRuntime().halt(137);
        }
        case DONE, DONE_THEN_AWAY, DONE_THEN_HALT -> {
          connection.commit();
          connection.close();
        }
        case NOT_DONE, NOT_DONE_THEN_AWAY, NOT_DONE_THEN_HALT -> {
          connection.rollback();
          connection.close();
        }
        default -> {}
      }
      away = fault == Fault.DONE_THEN_AWAY || fault == Fault.NOT_DONE_THEN_AWAY;
      halting = fault == Fault.DONE_THEN_HALT || fault == Fault.NOT_DONE_THEN_HALT;
      throw new SQLException("scripted: the reply is lost", "08006");
    }
  }

  private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
