package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An address at which nobody answers: one line with what to do, whatever the driver says. */
class AbsentServerTest {

  private static final String NAME = "orders";

  static Stream<JdbcResourceBuilder> nobody() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    String place = "//127.0.0.1:" + port + "/orders";
    return Stream.of(
        JdbcResource.postgresql(NAME).url("jdbc:postgresql:" + place),
        JdbcResource.mysql(NAME).url("jdbc:mysql:" + place),
        JdbcResource.mariadb(NAME).url("jdbc:mariadb:" + place),
        JdbcResource.mariadb(NAME).url("jdbc:mysql:" + place));
  }

  @ParameterizedTest
  @MethodSource("nobody")
  void isSaidWithWhatToDo(JdbcResourceBuilder builder) {
    try (JdbcResource orders = builder.user("app").password("secret-1").build()) {
      assertThatThrownBy(orders::openRecovery)
          .isInstanceOf(ResourceUnavailableException.class)
          .hasMessageStartingWith("orders: ")
          .hasMessageContaining("its server does not answer (")
          .hasMessageEndingWith("check that it runs, and its url")
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining("secret-1");
    }
  }

  @ParameterizedTest
  @MethodSource("nowhere")
  void aHostThatIsNotKnownIsSaidToo(JdbcResourceBuilder builder) {
    try (JdbcResource orders = builder.user("app").password("secret-1").build()) {
      assertThatThrownBy(orders::openRecovery)
          .isInstanceOf(ResourceUnavailableException.class)
          .hasMessageContaining("its host is not known (")
          .hasMessageEndingWith("check its url");
    }
  }

  static Stream<JdbcResourceBuilder> nowhere() {
    String place = "//nobody.invalid/orders";
    return Stream.of(
        JdbcResource.postgresql(NAME).url("jdbc:postgresql:" + place),
        JdbcResource.mysql(NAME).url("jdbc:mysql:" + place),
        JdbcResource.mariadb(NAME).url("jdbc:mariadb:" + place));
  }
}
