package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import org.junit.jupiter.api.Test;

@RealServers
class PostgresTlsTest {

  @Test
  void isRefusedInOneClearLineOrWorks(@RealServers.Private PostgresServer server) throws Exception {
    new TlsContract(server, JdbcResource.postgresql("orders")).holds();
  }
}
