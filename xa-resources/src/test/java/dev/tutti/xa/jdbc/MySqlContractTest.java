package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;

class MySqlContractTest extends MySqlContract {

  @Override
  DatabaseServer server() {
    return MySqlBed.MYSQL.server();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.mysql(name);
  }
}
