package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;
import java.sql.SQLException;

class MariaDbReceiptsTest extends ReceiptsContract {

  @Override
  DatabaseServer server() {
    return MySqlBed.MARIADB.server();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.mariadb(name);
  }

  @Override
  void killSessions() throws SQLException {
    MySqlBed.killSessions(server(), database());
  }

  @Override
  String age(String table) {
    return "UPDATE " + table + " SET created_at = created_at - INTERVAL 2 HOUR";
  }
}
