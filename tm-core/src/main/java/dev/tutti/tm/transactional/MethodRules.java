package dev.tutti.tm.transactional;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the rules of a method, and refuses those that cannot mean anything. */
final class MethodRules {

  private static final Duration LONGEST = Duration.ofDays(1);

  private MethodRules() {}

  static Optional<TransactionalMethod> read(Class<?> target, Method method) {
    Annotations annotations = new Annotations(target, method);
    Optional<Transactional> transactional = annotations.nearest(Transactional.class);
    if (transactional.isEmpty() && annotations.onMethod(TransactionOptions.class)) {
      throw refused(
          target, method, "has @TransactionOptions without @Transactional, so nothing begins");
    }
    return transactional.map(found -> read(target, method, found));
  }

  static TransactionalMethod read(Class<?> target, Method method, Transactional found) {
    Annotations annotations = new Annotations(target, method);
    Optional<TransactionOptions> options = annotations.nearest(TransactionOptions.class);
    String label = target.getSimpleName() + "." + method.getName();
    try {
      Optional<Duration> timeout = options.flatMap(o -> timeout(o.timeout()));
      RetryRule retry = options.map(o -> retry(o.retry())).orElse(RetryRule.NEVER);
      Class<?> returned = method.getReturnType();
      if (annotations.onMethod(TransactionOptions.class)) {
        refuseUnused(found.value());
      }
      if (retry.isRepeating() && !hasFailsafe()) {
        throw new IllegalArgumentException(
            "sets retry, which needs dev.failsafe:failsafe on the class path");
      }
      if (CompletionStage.class.isAssignableFrom(returned)) {
        refuseAsynchronous(method, retry);
      }
      return new TransactionalMethod(
          label,
          found.value(),
          exceptions("rollbackOn", found.rollbackOn()),
          exceptions("dontRollbackOn", found.dontRollbackOn()),
          List.of(method.getExceptionTypes()),
          options.map(TransactionOptions::name).filter(n -> !n.isEmpty()).orElse(label),
          timeout,
          options.map(TransactionOptions::readOnly).orElse(false),
          retry,
          returned.isAssignableFrom(CompletableFuture.class));
    } catch (IllegalArgumentException e) {
      throw refused(target, method, String.valueOf(e.getMessage()));
    }
  }

  private static boolean hasFailsafe() {
    try {
      Class.forName("dev.failsafe.RetryPolicy", false, MethodRules.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void refuseUnused(TxType type) {
    if (type != TxType.REQUIRED && type != TxType.REQUIRES_NEW) {
      throw new IllegalArgumentException(
          "has @TransactionOptions, but "
              + type
              + " begins no transaction that they could count for");
    }
  }

  private static void refuseAsynchronous(Method method, RetryRule retry) {
    if (!method.getReturnType().isAssignableFrom(CompletableFuture.class)) {
      throw new IllegalArgumentException(
          "returns "
              + method.getReturnType().getSimpleName()
              + ", which cannot be completed after the commit: let it return a CompletionStage or a"
              + " CompletableFuture");
    }
    if (retry.isRepeating()) {
      throw new IllegalArgumentException(
          "is asynchronous, and only the calling thread can repeat: set retry on the caller");
    }
  }

  private static Optional<Duration> timeout(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Duration timeout =
        text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() <= 9
            ? Duration.ofSeconds(Long.parseLong(text))
            : parse("timeout", text);
    if (timeout.toSeconds() < 1
        || !timeout.equals(Duration.ofSeconds(timeout.toSeconds()))
        || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "has timeout \"" + text + "\", not whole seconds from 1 s to 1 day");
    }
    return Optional.of(timeout);
  }

  private static RetryRule retry(Retry retry) {
    return new RetryRule(retry.maxAttempts(), parse("retry.backoff", retry.backoff()));
  }

  private static Duration parse(String what, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "has " + what + " \"" + text + "\", which is no ISO-8601 duration like PT5S", e);
    }
  }

  private static List<Class<?>> exceptions(String what, Class<?>[] types) {
    for (Class<?> type : types) {
      if (!Throwable.class.isAssignableFrom(type) && !type.isInterface()) {
        throw new IllegalArgumentException(
            "has " + what + " " + type.getName() + ", which is no exception");
      }
    }
    return List.of(types);
  }

  static IllegalArgumentException refused(Class<?> target, Method method, String why) {
    return new IllegalArgumentException(target.getName() + "." + method.getName() + " " + why);
  }
}
