package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TlsSettings;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** The address of a PostgreSQL database, with what keeps a cut-off branch from holding locks. */
final class PgUrl {

  /**
   * The server ends a session whose client is gone within about a minute, and one that is left in
   * the middle of its work after ten; and it reads texts as we do.
   */
  private static final List<String> SERVER_SIDE =
      List.of(
          "tcp_keepalives_idle=30",
          "tcp_keepalives_interval=10",
          "tcp_keepalives_count=3",
          "tcp_user_timeout=60s",
          "client_connection_check_interval=10s",
          "idle_in_transaction_session_timeout=10min",
          "standard_conforming_strings=on");

  /** Ours to set: in the address they would be shown, or contradict the other settings. */
  private static final Set<String> REFUSED = Set.of("user", "password", "sslpassword");

  private static final Set<String> TLS =
      Set.of("ssl", "sslmode", "sslfactory", "sslcert", "sslkey", "sslrootcert");

  private PgUrl() {}

  static String complete(String name, String url, TlsSettings tls, Duration lockTimeout) {
    String key = "resources." + name + ".url";
    Map<String, String> given = parse(key, url);
    Map<String, String> added = new LinkedHashMap<>();
    String options = given.getOrDefault("options", "");
    added.put("options", (serverSide(options, lockTimeout) + " " + options).trim());
    added.put("tcpKeepAlive", "true");
    added.put("connectTimeout", "5");
    added.put("cancelSignalTimeout", "3");
    added.put("ApplicationName", "tutti " + name);
    if (tls.isOn()) {
      refuse(key, given, TLS, "is for the tls block: remove it here");
      tls.context(name); // Files that cannot be used are said now, not at the first connection.
      added.put("sslmode", tls.mode().text());
      added.put("sslfactory", PgSocketFactory.class.getName());
      added.put("sslfactoryarg", name);
      tls.ca().ifPresent(file -> added.put("sslrootcert", absolute(file)));
      tls.cert().ifPresent(file -> added.put("sslcert", absolute(file)));
      tls.key().ifPresent(file -> added.put("sslkey", absolute(file)));
    } else {
      added.put("sslmode", "disable");
    }
    return append(url, given, added);
  }

  /** The parameters that stand in the address itself. */
  private static Map<String, String> parse(String key, String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          key, "'" + shown(url) + "' does not begin with jdbc:postgresql:");
    }
    PGSimpleDataSource parsed = new PGSimpleDataSource();
    try {
      parsed.setUrl(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          key, "'" + shown(url) + "' is not like jdbc:postgresql://host:5432/database");
    }
    if (parsed.getServerNames().length > 1) {
      throw new ConfigurationException(
          key,
          "names several hosts, but a branch can be finished only where it was prepared: give one");
    }
    Map<String, String> given = new LinkedHashMap<>();
    int query = url.indexOf('?');
    for (String parameter : query < 0 ? new String[0] : url.substring(query + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        given.put(
            parameter.substring(0, equals),
            URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    refuse(key, given, REFUSED, "does not belong into the address: use user, password-file");
    if ("true".equals(given.get("readOnly"))) {
      throw new ConfigurationException(key, "readOnly=true leaves nothing to commit: remove it");
    }
    return given;
  }

  /** Without its parameters, where somebody may have put a secret. */
  private static String shown(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end) + "?...";
  }

  private static void refuse(String key, Map<String, String> given, Set<String> names, String why) {
    for (String name : names) {
      if (given.containsKey(name)) {
        throw new ConfigurationException(key, "its parameter " + name + " " + why);
      }
    }
  }

  private static String serverSide(String given, Duration lockTimeout) {
    StringBuilder options = new StringBuilder("-c lock_timeout=" + lockTimeout.toMillis());
    for (String setting : SERVER_SIDE) {
      if (!given.contains(setting.substring(0, setting.indexOf('=')))) {
        options.append(" -c ").append(setting);
      }
    }
    return options.toString();
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  /** What the address says itself is kept; its options come after ours, and so win. */
  private static String append(String url, Map<String, String> given, Map<String, String> added) {
    Map<String, String> all = new LinkedHashMap<>(given);
    added.forEach(all::putIfAbsent);
    all.put("options", added.getOrDefault("options", ""));
    StringBuilder whole = new StringBuilder(url.split("\\?", 2)[0]);
    char separator = '?';
    for (Map.Entry<String, String> entry : all.entrySet()) {
      whole
          .append(separator)
          .append(entry.getKey())
          .append('=')
          .append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return whole.toString();
  }
}
