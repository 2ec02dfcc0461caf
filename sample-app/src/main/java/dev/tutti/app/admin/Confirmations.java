package dev.tutti.app.admin;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What was shown and waits to be confirmed: once, by whom it was shown to, within {@link #VALID}.
 * Thread-safe.
 *
 * @param <T> what was shown
 */
final class Confirmations<T> {

  static final Duration VALID = Duration.ofMinutes(5);
  static final int MOST = 200;

  private final LongSupplier clock;
  private final Map<String, Shown<T>> waiting = new LinkedHashMap<>();

  Confirmations(LongSupplier nanoClock) {
    this.clock = nanoClock;
  }

  private record Shown<T>(T what, String callerKey, long at) {}

  synchronized String show(T what, Caller caller) {
    long now = clock.getAsLong();
    waiting.values().removeIf(shown -> now - shown.at() >= VALID.toNanos());
    if (waiting.size() >= MOST) {
      Iterator<?> oldest = waiting.values().iterator();
      oldest.next();
      oldest.remove();
    }
    String code = Digest.newSecret();
    waiting.put(Digest.of(code).key(), new Shown<>(what, caller.key(), now));
    return code;
  }

  /** Looks at what a confirmation is for. It is not used up. */
  synchronized T peek(String code, Caller caller) {
    Shown<T> shown = waiting.get(Digest.of(code).key());
    if (shown == null
        || !shown.callerKey().equals(caller.key())
        || clock.getAsLong() - shown.at() >= VALID.toNanos()) {
      throw new Problem(
          410,
          ErrorCode.CONFIRMATION_GONE,
          "this confirmation is unknown, used, or older than "
              + VALID.toMinutes()
              + " minutes; nothing was done",
          "ask for the plan again, look at it, and confirm that one");
    }
    return shown.what();
  }

  synchronized T take(String code, Caller caller) {
    T what = peek(code, caller);
    waiting.remove(Digest.of(code).key());
    return what;
  }
}
