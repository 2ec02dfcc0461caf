package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.Servers;
import dev.tutti.xa.testing.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that take a connection and then say nothing. */
class HangingServerTest {

  private static final AtomicInteger TESTS = new AtomicInteger();

  private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  @TempDir Path dir;
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final String database = "hanging_" + TESTS.incrementAndGet();
  private JdbcResource orders;
  private JdbcResource stock;
  private JdbcResource audit;

  @BeforeEach
  void connect() throws Exception {
    orders = behindProxy(JdbcResource.postgresql("orders"), Servers.postgres(), "");
    stock = behindProxy(JdbcResource.mysql("stock"), Servers.mysql(), "");
    audit = behindProxy(JdbcResource.mariadb("audit"), Servers.mariadb(), "");
  }

  @AfterEach
  void close() {
    List.of(orders, stock, audit).forEach(JdbcResource::close);
    proxies.forEach(TcpProxy::close);
  }

  private JdbcResource behindProxy(JdbcResourceBuilder kind, DatabaseServer server, String more)
      throws Exception {
    if (proxies.size() < 3) {
      server.createDatabase(database);
    }
    TcpProxy proxy = TcpProxy.to(server.port());
    proxies.add(proxy);
    return kind.url(server.url(database, proxy.port()) + more)
        .user(server.user())
        .password(server.password())
        .build();
  }

  @Test
  void recoveryWaitsForNoneLongerThanItsLimit() throws Exception {
    JdbcResource impatient =
        behindProxy(
            JdbcResource.postgresql("impatient"),
            Servers.postgres(),
            (Servers.postgres().url("x").contains("?") ? "&" : "?") + "socketTimeout=1");
    List<RecoveryConnection> open =
        List.of(orders.openRecovery(), stock.openRecovery(), audit.openRecovery());
    proxies.forEach(TcpProxy::stall);
    List<CompletableFuture<Duration>> waits =
        List.of(waited(orders), waited(stock), waited(audit), waited(impatient));
    List<CompletableFuture<Duration>> lists =
        open.stream()
            .map(connection -> waited(() -> connection.xaResource().recover(SCAN), Exception.class))
            .toList();
    assertThat(waits.get(3).get())
        .as("a shorter limit of the user")
        .isLessThan(Duration.ofSeconds(6));
    for (CompletableFuture<Duration> wait : waits.subList(0, 3)) {
      assertThat(wait.get()).isLessThan(Duration.ofSeconds(14));
    }
    for (CompletableFuture<Duration> list : lists) {
      assertThat(list.get()).as("a list on an open connection").isLessThan(Duration.ofSeconds(14));
    }
    open.forEach(RecoveryConnection::close);
    impatient.close();
  }

  private static CompletableFuture<Duration> waited(JdbcResource resource) {
    return waited(resource::openRecovery, ResourceUnavailableException.class);
  }

  private static CompletableFuture<Duration> waited(
      ThrowingCallable asked, Class<? extends Exception> failure) {
    return CompletableFuture.supplyAsync(
        () -> {
          long from = System.nanoTime();
          assertThatThrownBy(asked).isInstanceOf(failure);
          return Duration.ofNanos(System.nanoTime() - from);
        },
        task -> new Thread(task, "waits").start());
  }

  @Test
  void theStartGoesOnWithoutThemAndTheOtherIsWrittenTo() throws Exception {
    proxies.get(0).stall();
    proxies.get(1).stall();
    long from = System.nanoTime();
    try (TransactionSystem tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("n1", dir.resolve("log"))
                .receipts("orders")
                .recoveryInterval(Duration.ofMillis(200))
                .build(),
            orders,
            stock,
            audit)) {
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(12));
      assertThat(tutti.recovery().lastReport().unreachable())
          .containsExactlyInAnyOrder("orders", "stock");
      assertThat(write(tutti)).isEqualTo(Outcome.COMMITTED);

      proxies.get(0).resume();
      proxies.get(1).resume();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(tutti.recovery().lastReport().isClean()).isTrue());
    }
  }

  private Outcome write(TransactionSystem tutti) throws Exception {
    return tutti
        .write(
            tx -> {
              assertThat(tx.use(audit).getAutoCommit()).isFalse();
              return "";
            })
        .outcome();
  }
}
