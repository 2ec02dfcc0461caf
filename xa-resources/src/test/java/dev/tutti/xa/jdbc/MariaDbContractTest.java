package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;

class MariaDbContractTest extends MySqlContract {

  @Override
  DatabaseServer server() {
    return MySqlBed.MARIADB.server();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.mariadb(name);
  }
}
