package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.Servers;
import java.sql.SQLException;

class PostgresReceiptsTest extends ReceiptsContract {

  @Override
  DatabaseServer server() {
    return Servers.postgres();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.postgresql(name);
  }

  @Override
  void killSessions() throws SQLException {
    PostgresSessions.killAll(Servers.postgres(), database());
  }

  @Override
  String age(String table) {
    return "UPDATE " + table + " SET created_at = created_at - INTERVAL '2 hours'";
  }
}
