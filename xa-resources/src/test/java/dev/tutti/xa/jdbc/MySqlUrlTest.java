package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:mysql://h/db?autoReconnect=true          | autoreconnect
          jdbc:mysql://h/db?AllowMultiQueries=true      | allowmultiqueries
          jdbc:mysql://h/db?useLocalTransactionState=1  | uselocaltransactionstate
          jdbc:mysql://h/db?socketTimeout=0             | sockettimeout
          jdbc:mysql://h/db?sessionVariables=AUTOCOMMIT=0 | autocommit
          jdbc:mysql://h/db?sslMode=REQUIRED            | tls
          jdbc:mysql://h/db?user=root                   | settings of their own
          jdbc:mysql://h/db?password=hunter2            | settings of their own
          jdbc:mysql://root:hunter2@h/db                | settings of their own
          jdbc:mysql://h1,h2/db                         | not one server
          jdbc:mysql://address=(host=h)/db              | not one server
          jdbc:mysql:loadbalance://h/db                 | not one server
          jdbc:mysql:replication://h/db                 | not one server
          jdbc:mysql+srv://h/db                         | does not begin with
          jdbc:mariadb://h/db                           | does not begin with
          jdbc:mysql://h/                               | names no database
          jdbc:mysql://h                                | names no database
          """)
  void refusesWhatWouldBreakAPromise(String url, String why) {
    assertThatThrownBy(() -> JdbcResource.mysql("orders").url(url).user("u").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("resources.orders.url")
        .hasMessageContaining(why)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mariadb://h/db?transactionReplay=true, transactionreplay",
    "jdbc:mariadb://h/db?pool=true, pool",
    "jdbc:mariadb:sequential://h/db, not one server",
    "jdbc:postgresql://h/db, does not begin with",
  })
  void refusesItForMariaDbToo(String url, String why) {
    assertThatThrownBy(() -> JdbcResource.mariadb("orders").url(url).user("u").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://h/db?connectTimeout=5000&socketTimeout=60000, connectTimeout=5000&socketTimeout=10000",
    "jdbc:mysql://h/db?ConnectTimeout=0&a=b&socketTimeout=7000, ConnectTimeout=10000&a=b&socketTimeout=7000",
    "jdbc:mariadb://h/db?socketTimeout=99999999999999999999, socketTimeout=10000",
  })
  void recoveryWaitsShorterOrAsTheUserWants(String url, String settings) {
    assertThat(MySqlUrl.bounded(url, Duration.ofSeconds(10))).endsWith("/db?" + settings);
  }

  @Test
  void keepsWhatTheUserAsksForAndAddsItsOwn() {
    String text =
        JdbcResource.mysql("orders")
            .url("jdbc:mysql://h:3307/db?cachePrepStmts=true&sessionVariables=sql_mode='ANSI'")
            .user("u")
            .build()
            .toString();
    assertThat(text)
        .contains("jdbc:mysql://h:3307/db?cachePrepStmts=true&")
        .contains("sslMode=DISABLED")
        .contains("sessionVariables=sql_mode='ANSI',innodb_lock_wait_timeout=5,");
  }
}
