package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;
import java.sql.SQLException;

class MySqlReceiptsTest extends ReceiptsContract {

  @Override
  DatabaseServer server() {
    return MySqlBed.MYSQL.server();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.mysql(name);
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
