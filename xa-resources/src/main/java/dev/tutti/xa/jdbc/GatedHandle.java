package dev.tutti.xa.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC object of one transaction, each call of which passes the gate. What it hands out is gated
 * too, so that no driver's object reaches the application.
 */
final class GatedHandle implements InvocationHandler {

  private final Object target;
  private final GatedSession session;
  private final @Nullable Object parent;
  private final Class<?> type;
  private volatile boolean bounded;

  private GatedHandle(Class<?> type, Object target, GatedSession session, @Nullable Object parent) {
    this.type = type;
    this.target = target;
    this.session = session;
    this.parent = parent;
  }

  static <T> T of(Class<T> type, Object target, GatedSession session, @Nullable Object parent) {
    if (target instanceof Statement statement) {
      session.opened(statement);
    }
    return type.cast(
        Proxy.newProxyInstance(
            GatedHandle.class.getClassLoader(),
            new Class<?>[] {type},
            new GatedHandle(type, target, session, parent)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    return switch (HandleRules.of(method)) {
      case EQUALS -> args != null && proxy == args[0];
      case HASH_CODE -> System.identityHashCode(proxy);
      case TO_STRING ->
          session.resource() + ": " + type.getSimpleName() + " of the current transaction";
      case IS_WRAPPER -> args != null && ((Class<?>) args[0]).isInstance(proxy);
      case UNWRAP -> unwrap(proxy, args);
      case PARENT -> parent(proxy);
      case REFUSE -> throw refused(method.getName());
      case IS_CLOSED -> !session.gate().isOpen();
      case AUTO_COMMIT -> {
        if (args != null && Boolean.TRUE.equals(args[0])) {
          throw refused("setAutoCommit(true)");
        }
        yield null;
      }
      case CLOSE -> close(proxy, method);
      case QUERY_TIMEOUT -> {
        bounded = args != null && !Integer.valueOf(0).equals(args[0]);
        yield pass(proxy, method, args);
      }
      case SQL -> {
        session.check(sql(args));
        yield pass(proxy, method, args);
      }
      case EXECUTE_SQL -> {
        session.check(sql(args));
        yield execute(proxy, method, args);
      }
      case EXECUTE -> execute(proxy, method, args);
      case PASS -> pass(proxy, method, args);
    };
  }

  private static String sql(Object @Nullable [] args) {
    return args != null && args[0] instanceof String text ? text : "";
  }

  private Object unwrap(Object proxy, Object @Nullable [] args) throws SQLException {
    if (args != null && args[0] instanceof Class<?> wanted && wanted.isInstance(proxy)) {
      return proxy;
    }
    throw new SQLException(
        session.resource()
            + ": the driver's own object is not handed out, since it would outlive the"
            + " transaction. Work with java.sql types.");
  }

  private SQLException refused(String what) {
    return new SQLException(
        session.resource()
            + ": "
            + what
            + " is refused on a connection in a global transaction; nothing was done. The"
            + " transaction system commits and rolls back.",
        "2D000");
  }

  private @Nullable Object parent(Object proxy) {
    return type == Connection.class ? proxy : parent;
  }

  /** Closing the connection leaves it to the transaction; closing anything late is harmless. */
  private @Nullable Object close(Object proxy, Method method) throws Throwable {
    if (type == Connection.class || !session.gate().isOpen()) {
      return null;
    }
    if (target instanceof Statement statement) {
      session.closed(statement);
    }
    return pass(proxy, method, null);
  }

  private @Nullable Object execute(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    if (!(target instanceof Statement statement)) {
      return pass(proxy, method, args);
    }
    Object answer =
        session
            .gate()
            .call(
                () -> {
                  session.running(statement, bounded);
                  try {
                    return invoke(method, args);
                  } finally {
                    session.ran(statement);
                  }
                });
    return gated(proxy, method, answer);
  }

  private @Nullable Object pass(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    return gated(proxy, method, session.gate().call(() -> invoke(method, args)));
  }

  private @Nullable Object gated(Object proxy, Method method, @Nullable Object answer) {
    if (answer == null) {
      return null;
    }
    Class<?> as = HandleRules.gated(method.getReturnType(), answer);
    return as == null ? GatedStreams.of(session.gate(), answer) : of(as, answer, session, proxy);
  }

  @SuppressWarnings("NullAway") // Proxies pass null for no arguments, and JDBC answers null.
  private Object invoke(Method method, Object @Nullable [] args) throws SQLException {
    return Uninterrupted.call(
        () -> {
          try {
            return method.invoke(target, ungated(args));
          } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException sql) {
              throw sql;
            }
            if (cause instanceof RuntimeException runtime) {
              throw runtime;
            }
            if (cause instanceof Error error) {
              throw error;
            }
            throw new SQLException(cause);
          } catch (IllegalAccessException e) {
            throw new SQLException(e);
          }
        });
  }

  /** A gated value given back to the driver, for example a Blob, is its own object again. */
  private static Object @Nullable [] ungated(Object @Nullable [] args) {
    if (args == null) {
      return null;
    }
    for (int i = 0; i < args.length; i++) {
      if (args[i] != null
          && Proxy.isProxyClass(args[i].getClass())
          && Proxy.getInvocationHandler(args[i]) instanceof GatedHandle handle) {
        args[i] = handle.target;
      }
    }
    return args;
  }
}
