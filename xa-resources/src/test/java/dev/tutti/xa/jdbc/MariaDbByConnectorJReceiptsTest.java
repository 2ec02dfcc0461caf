package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;
import java.sql.SQLException;

class MariaDbByConnectorJReceiptsTest extends ReceiptsContract {

  @Override
  DatabaseServer server() {
    return MySqlBed.MARIADB_BY_CONNECTOR_J.server();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.mariadb(name);
  }

  @Override
  String url(String database) {
    return MySqlBed.MARIADB_BY_CONNECTOR_J.url(server(), database, server().port());
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
