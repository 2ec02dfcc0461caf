package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  static class OwnFuture extends CompletableFuture<String> {}

  @Transactional
  @TransactionOptions(name = "all of them", timeout = "PT1H")
  static class Bean {
    void ofTheType() {}

    @TransactionOptions(timeout = "5")
    void seconds() {}

    @TransactionOptions(timeout = "PT2M", readOnly = true)
    void iso() {}

    @TransactionOptions(timeout = "soon")
    void noDuration() {}

    @TransactionOptions(timeout = "0")
    void none() {}

    @TransactionOptions(timeout = "PT0.5S")
    void fraction() {}

    @TransactionOptions(timeout = "P2D")
    void tooLong() {}

    @TransactionOptions(retry = @Retry(maxAttempts = 0))
    void noAttempt() {}

    @TransactionOptions(retry = @Retry(maxAttempts = 101))
    void tooManyAttempts() {}

    @TransactionOptions(retry = @Retry(backoff = "PT0S"))
    void noBackoff() {}

    @TransactionOptions(retry = @Retry(backoff = "later"))
    void noBackoffDuration() {}

    @TransactionOptions(retry = @Retry)
    CompletionStage<String> repeatedStage() {
      return new OwnFuture();
    }

    OwnFuture ownFuture() {
      return new OwnFuture();
    }

    @Transactional(TxType.MANDATORY)
    @TransactionOptions(timeout = "5")
    void joins() {}

    @Transactional(TxType.SUPPORTS)
    void joinsWithOptionsOfTheType() {}

    @Transactional(rollbackOn = String.class)
    void noException() {}
  }

  static class Bare {
    @TransactionOptions(timeout = "5")
    void alone() {}
  }

  private static TransactionalMethod read(String name) {
    return TransactionalMethod.of(Bean.class, method(Bean.class, name)).orElseThrow();
  }

  private static Method method(Class<?> type, String name) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> m.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsBothNotationsOfATimeout() {
    assertThat(read("seconds").timeout()).contains(Duration.ofSeconds(5));
    assertThat(read("iso").timeout()).contains(Duration.ofMinutes(2));
    assertThat(read("iso").readOnly()).isTrue();
  }

  @Test
  void theOptionsOfAMethodReplaceThoseOfTheType() {
    assertThat(read("ofTheType").name()).isEqualTo("all of them");
    assertThat(read("ofTheType").timeout()).contains(Duration.ofHours(1));
    assertThat(read("seconds").name()).isEqualTo("Bean.seconds");
    assertThat(read("joinsWithOptionsOfTheType").type()).isEqualTo(TxType.SUPPORTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "noDuration | timeout \"soon\"",
        "none | whole seconds from 1 s to 1 day",
        "fraction | whole seconds from 1 s to 1 day",
        "tooLong | whole seconds from 1 s to 1 day",
        "noAttempt | retry.maxAttempts is 0",
        "tooManyAttempts | retry.maxAttempts is 101",
        "noBackoff | retry.backoff is PT0S",
        "noBackoffDuration | retry.backoff \"later\"",
        "repeatedStage | is asynchronous",
        "ownFuture | returns OwnFuture",
        "joins | MANDATORY begins no transaction",
        "noException | rollbackOn java.lang.String",
      })
  void refusesWhatCannotMeanAnything(String method, String why) {
    assertThatThrownBy(() -> read(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Bean.class.getName() + "." + method + " ")
        .hasMessageContaining(why);
  }

  @Test
  void refusesOptionsWithoutATransaction() {
    assertThatThrownBy(() -> TransactionalMethod.of(Bare.class, method(Bare.class, "alone")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without @Transactional");
  }
}
