package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;

class MariaDbByConnectorJContractTest extends MySqlContract {

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
}
