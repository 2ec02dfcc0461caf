package dev.tutti.xa.matrix;

import dev.tutti.xa.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database server. */
record DatabaseStation(Kind kind, DatabaseServer server) implements Station {

  private static final int UNKNOWN_SESSION = 1094;

  private boolean postgres() {
    return kind == Kind.POSTGRESQL;
  }

  private static String foreign(String place) {
    return "foreign_" + place;
  }

  /** What TLS is to be, the resource says itself. */
  @Override
  public Spec spec(String name, String place, int port) {
    String bare = server.url(place, port).replaceAll("(?i)sslMode=\\w+&?", "");
    if (kind == Kind.MARIADB_CJ) {
      bare = bare.replace("jdbc:mariadb:", "jdbc:mysql:");
    }
    return new Spec(kind, name, place, bare, server.user(), server.password());
  }

  @Override
  public void furnish(String place) throws SQLException {
    server.createDatabase(place);
    try (Connection connection = server.connect(place);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE thing (id VARCHAR(80) PRIMARY KEY)");
      statement.execute("CREATE TABLE other (id INT PRIMARY KEY)");
      String xid = "'" + foreign(place) + "'";
      for (String sql :
          postgres()
              ? List.of("BEGIN", "INSERT INTO other VALUES (1)", "PREPARE TRANSACTION " + xid)
              : List.of(
                  "XA START " + xid,
                  "INSERT INTO other VALUES (1)",
                  "XA END " + xid,
                  "XA PREPARE " + xid)) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public boolean holds(String place, String value) throws SQLException {
    try (Connection connection = server.connect(place);
        PreparedStatement select =
            connection.prepareStatement("SELECT COUNT(*) FROM thing WHERE id = ?")) {
      select.setString(1, value);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1) > 0;
      }
    }
  }

  @Override
  public boolean foreignWaits(String place) throws SQLException {
    try (Connection connection = server.admin(place);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                postgres() ? "SELECT gid FROM pg_prepared_xacts" : "XA RECOVER")) {
      while (rows.next()) {
        if (rows.getString(postgres() ? "gid" : "data").equals(foreign(place))) {
          return true;
        }
      }
      return false;
    }
  }

  private static void kill(Statement statement, long session) throws SQLException {
    try {
      statement.execute("KILL " + session);
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_SESSION) {
        throw e;
      }
      // It has gone by itself.
    }
  }

  @Override
  public void killSessions(String place) throws SQLException {
    try (Connection connection = server.admin(place);
        Statement statement = connection.createStatement()) {
      if (postgres()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '"
                + server.user()
                + "'");
        return;
      }
      List<Long> sessions = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE user = '"
                  + server.user()
                  + "'")) {
        while (rows.next()) {
          sessions.add(rows.getLong(1));
        }
      }
      for (Long session : sessions) {
        kill(statement, session);
      }
    }
  }
}
