package dev.tutti.app.admin;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who is logged in. A session ends after {@link #IDLE} without use, and after {@link #LONGEST} in
 * any case; the oldest makes room for one too many. Only hashes of its secrets are kept.
 * Thread-safe.
 */
final class Sessions {

  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration LONGEST = Duration.ofHours(8);
  static final int MOST = 200;

  private final LongSupplier clock;
  private final Map<String, Session> byKey = new LinkedHashMap<>();

  Sessions(LongSupplier nanoClock) {
    this.clock = nanoClock;
  }

  private static final class Session {
    private final Caller caller;
    private final long made;
    private long used;

    Session(Caller caller, long now) {
      this.caller = caller;
      this.made = now;
      this.used = now;
    }

    boolean isOver(long now) {
      return now - made >= LONGEST.toNanos() || now - used >= IDLE.toNanos();
    }
  }

  /**
   * A new session.
   *
   * @return its secret, for the cookie
   */
  synchronized String open(Role role, String name) {
    long now = clock.getAsLong();
    byKey.values().removeIf(session -> session.isOver(now));
    if (byKey.size() >= MOST) {
      Iterator<?> oldest = byKey.values().iterator();
      oldest.next();
      oldest.remove();
    }
    String secret = Digest.newSecret();
    String key = Digest.of(secret).key();
    byKey.put(key, new Session(new Caller(role, name, key, csrf(secret)), now));
    return secret;
  }

  /** Derived: whoever has the session has it, and it does not give the session away. */
  private static String csrf(String secret) {
    return Digest.of("csrf " + secret).key();
  }

  synchronized Optional<Caller> find(String secret) {
    String key = Digest.of(secret).key();
    Session session = byKey.get(key);
    if (session == null) {
      return Optional.empty();
    }
    long now = clock.getAsLong();
    if (session.isOver(now)) {
      byKey.remove(key);
      return Optional.empty();
    }
    session.used = now;
    return Optional.of(session.caller);
  }

  synchronized void close(Caller caller) {
    byKey.remove(caller.key());
  }

  synchronized int size() {
    return byKey.size();
  }
}
