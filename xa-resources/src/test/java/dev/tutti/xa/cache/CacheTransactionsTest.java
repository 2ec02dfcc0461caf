package dev.tutti.xa.cache;

import static dev.tutti.xa.cache.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.sync.WriteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache in transactions of the real system. */
class CacheTransactionsTest {

  @TempDir Path directory;

  @Test
  void followsTheOutcomeAndLeavesNoLogRecord() throws Exception {
    CacheResource<Map<String, String>> cache =
        CacheResource.infinispan("cache").lockTimeout(Duration.ofMillis(50)).build();
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("node", directory.resolve("log")).build();
    try (TransactionSystem tutti = TransactionSystem.start(config, cache)) {
      var receipt =
          tutti.write(
              tx -> {
                tx.use(cache).put("k", row("1"));
                return 1;
              });
      assertThat(receipt.outcome()).isEqualTo(Outcome.COMMITTED);
      assertThat(cache.peek("k").orElseThrow().value()).isEqualTo(row("1"));

      assertThatThrownBy(
              () ->
                  tutti.write(
                      tx -> {
                        tx.use(cache).put("k", row("2"));
                        throw new IllegalStateException("mine");
                      }))
          .hasMessage("mine");
      assertThat(cache.peek("k").orElseThrow().value()).isEqualTo(row("1"));

      assertThatThrownBy(
              () ->
                  tutti.write(
                      WriteOptions.none().timeout(Duration.ofSeconds(1)),
                      tx -> {
                        var map = tx.use(cache);
                        map.put("k", row("3"));
                        await()
                            .untilAsserted(
                                () ->
                                    assertThatThrownBy(() -> map.put("k", row("4")))
                                        .isInstanceOf(HandleClosedException.class));
                        return null;
                      }))
          .isInstanceOf(TransactionTimeoutException.class);
      assertThat(cache.peek("k").orElseThrow().value()).isEqualTo(row("1"));

      // A writer that swallows the refusal of a key is rolled back all the same.
      assertThatThrownBy(
              () ->
                  tutti.write(
                      tx -> {
                        tx.use(cache).put("own", row("5"));
                        HandEnlistment other = new HandEnlistment();
                        cache.join(other).put("k", row("6"));
                        try {
                          tx.use(cache).put("k", row("7"));
                        } catch (TransactionalCacheException e) {
                          // Ignored on purpose.
                        }
                        other.rollback();
                        return null;
                      }))
          .isInstanceOf(RolledBackException.class)
          .isInstanceOf(TuttiException.class);
      assertThat(cache.peek("own")).isEmpty();
      assertThat(cache.keysInUse()).isZero();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
  }
}
