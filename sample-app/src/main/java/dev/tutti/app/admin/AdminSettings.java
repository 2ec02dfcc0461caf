package dev.tutti.app.admin;

import dev.tutti.tm.config.ConfigurationException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the admin listens, and how. Immutable.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param tls certificate and key; required where the address is not this machine's own
 * @param names further names under which it may be asked
 * @param published the address under which a proxy before it publishes it
 * @param patience how long a request may take to arrive
 */
public record AdminSettings(
    String host,
    int port,
    Optional<Tls> tls,
    List<String> names,
    Optional<URI> published,
    Duration patience) {

  /**
   * Validates.
   *
   * @param host see the component
   * @param port see the component
   * @param tls see the component
   * @param names see the component
   * @param published see the component
   * @param patience see the component
   * @throws ConfigurationException if an address of others is to be served without TLS, or under no
   *     name
   */
  public AdminSettings {
    names = List.copyOf(names);
    if (port < 0 || port > 65_535) {
      throw new ConfigurationException("--port", port + " is not between 0 and 65535");
    }
    InetAddress address = address(host);
    if (!address.isLoopbackAddress() && tls.isEmpty()) {
      throw new ConfigurationException(
          "--host",
          host
              + " is not this machine's own (loopback) address, and there is no certificate; give"
              + " --tls-certificate and --tls-key, or leave --host out");
    }
    if (address.isAnyLocalAddress() && names.isEmpty() && published.isEmpty()) {
      throw new ConfigurationException(
          "--host", host + " has no name of its own; say with --name what this machine is called");
    }
    published.ifPresent(AdminSettings::check);
  }

  private static void check(URI url) {
    if (url.getAuthority() == null
        || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
      throw new ConfigurationException(
          "--public-url", url + " is no address like https://admin.example.org");
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ConfigurationException("--host", host + " is no address of this machine");
    }
  }

  Names names(int actualPort) {
    List<String> all = new ArrayList<>(names);
    InetAddress address = address(host);
    if (address.isLoopbackAddress()) {
      all.addAll(Names.LOOPBACK);
    }
    if (!address.isAnyLocalAddress()) {
      all.add(host);
    }
    return new Names(all, actualPort, tls.isPresent(), published);
  }
}
