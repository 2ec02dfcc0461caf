package dev.tutti.app.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many wrong tokens are borne: {@value #EACH} at once from one address and {@value #ALL} from
 * all, again after a minute. The table of addresses is bounded. Thread-safe.
 */
final class LoginLimit {

  static final int EACH = 5;
  static final int ALL = 50;
  static final int ADDRESSES = 1000;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier clock;
  private final Bucket all;
  private final Map<String, Bucket> addresses =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  LoginLimit(LongSupplier nanoClock) {
    this.clock = nanoClock;
    this.all = new Bucket(ALL, MINUTE, nanoClock.getAsLong());
  }

  /** Refuses an address that has tried too often, also with a right token. */
  synchronized void check(String address) {
    long now = clock.getAsLong();
    Bucket own = addresses.get(network(address));
    boolean ownEmpty = own != null && own.isEmpty(now);
    if (ownEmpty || all.isEmpty(now)) {
      long wait = Math.max(all.nanosToNext(), own == null ? 0 : own.nanosToNext());
      throw Problem.tooMany(TimeUnit.NANOSECONDS.toSeconds(wait) + 1);
    }
  }

  /** A wrong token came. */
  synchronized void wrong(String address) {
    long now = clock.getAsLong();
    all.take(now);
    addresses.computeIfAbsent(network(address), key -> new Bucket(EACH, MINUTE, now)).take(now);
  }

  synchronized int size() {
    return addresses.size();
  }

  /** Who has one address of IPv6 has 2^64: they count as one. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.getByName(address); // a literal: nothing is resolved
      return parsed instanceof Inet6Address
          ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), 8))
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
