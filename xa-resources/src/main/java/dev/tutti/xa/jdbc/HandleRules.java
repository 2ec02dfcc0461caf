package dev.tutti.xa.jdbc;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What each JDBC method means on a handle; found out once for each method. */
final class HandleRules {

  /** What to do with a call. */
  enum Rule {
    PASS,
    EXECUTE,
    SQL,
    EXECUTE_SQL,
    CLOSE,
    IS_CLOSED,
    AUTO_COMMIT,
    QUERY_TIMEOUT,
    REFUSE,
    PARENT,
    UNWRAP,
    IS_WRAPPER,
    EQUALS,
    HASH_CODE,
    TO_STRING
  }

  /** The gated types, the most special first. */
  private static final List<Class<?>> GATED =
      List.of(
          CallableStatement.class,
          PreparedStatement.class,
          Statement.class,
          ResultSet.class,
          DatabaseMetaData.class,
          Connection.class,
          NClob.class,
          Clob.class,
          Blob.class,
          Array.class,
          SQLXML.class);

  private static final Map<Method, Rule> RULES = new ConcurrentHashMap<>();

  private HandleRules() {}

  static Rule of(Method method) {
    Rule known = RULES.get(method);
    return known != null ? known : RULES.computeIfAbsent(method, HandleRules::find);
  }

  /** The gated type as which an answer is handed out; null if it needs no gate. */
  static @Nullable Class<?> gated(Class<?> declared, Object answer) {
    if (declared != Object.class && !declared.isInterface()) {
      return null;
    }
    for (Class<?> type : GATED) {
      if (type.isInstance(answer) && declared.isAssignableFrom(type)) {
        return type;
      }
    }
    return null;
  }

  private static Rule find(Method method) {
    return switch (method.getName()) {
      case "equals" -> Rule.EQUALS;
      case "hashCode" -> Rule.HASH_CODE;
      case "toString" -> Rule.TO_STRING;
      case "unwrap" -> Rule.UNWRAP;
      case "isWrapperFor" -> Rule.IS_WRAPPER;
      default -> {
        Class<?> type = method.getDeclaringClass();
        if (type == Connection.class) {
          yield connection(method);
        }
        yield Statement.class.isAssignableFrom(type) ? statement(method) : other(method);
      }
    };
  }

  private static Rule connection(Method method) {
    return switch (method.getName()) {
      case "close" -> Rule.CLOSE;
      case "isClosed" -> Rule.IS_CLOSED;
      case "setAutoCommit" -> Rule.AUTO_COMMIT;
      // JDBC 4.3, section 12.4: not in a distributed transaction. The others would outlive it.
      case "commit",
          "rollback",
          "setSavepoint",
          "releaseSavepoint",
          "abort",
          "setTransactionIsolation",
          "setReadOnly",
          "setCatalog",
          "setSchema",
          "setHoldability",
          "setNetworkTimeout",
          "setTypeMap",
          "setClientInfo",
          "beginRequest",
          "endRequest",
          "setShardingKey",
          "setShardingKeyIfValid" ->
          Rule.REFUSE;
      case "prepareStatement", "prepareCall" -> Rule.SQL;
      default -> Rule.PASS;
    };
  }

  private static Rule statement(Method method) {
    boolean sql =
        method.getParameterCount() > 0 && method.getParameterTypes()[0].equals(String.class);
    return switch (method.getName()) {
      case "close" -> Rule.CLOSE;
      case "getConnection" -> Rule.PARENT;
      case "setQueryTimeout" -> Rule.QUERY_TIMEOUT;
      case "addBatch" -> sql ? Rule.SQL : Rule.PASS;
      default ->
          method.getName().startsWith("execute")
              ? (sql ? Rule.EXECUTE_SQL : Rule.EXECUTE)
              : Rule.PASS;
    };
  }

  private static Rule other(Method method) {
    return switch (method.getName()) {
      case "getConnection", "getStatement" -> Rule.PARENT;
      default -> Rule.PASS;
    };
  }
}
