package dev.tutti.app.admin;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which this server may be asked. A request for any other is refused, so that no
 * page of a stranger reaches it by pointing its own name at our address. Immutable.
 */
final class Names {

  static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

  private final Set<String> authorities = new LinkedHashSet<>();
  private final boolean tls;
  private final Optional<URI> published;

  Names(List<String> hosts, int port, boolean tls, Optional<URI> published) {
    this.tls = tls;
    this.published = published;
    for (String host : hosts) {
      String name = bracketed(host).toLowerCase(Locale.ROOT);
      authorities.add(name + ":" + port);
      if (port == (tls ? 443 : 80)) {
        authorities.add(name);
      }
    }
    published.ifPresent(url -> authorities.add(url.getAuthority().toLowerCase(Locale.ROOT)));
  }

  static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  boolean knows(String authority) {
    return authorities.contains(authority.toLowerCase(Locale.ROOT));
  }

  /** Whether a page at {@code origin} is the one that was asked for under {@code authority}. */
  boolean isSame(String origin, String authority) {
    return origin.equalsIgnoreCase((isSecure(authority) ? "https://" : "http://") + authority);
  }

  /** Whether the browser came over TLS: to us, or to the proxy before us. */
  boolean isSecure(String authority) {
    return tls
        || published
            .filter(url -> authority.equalsIgnoreCase(url.getAuthority()))
            .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
            .isPresent();
  }
}
