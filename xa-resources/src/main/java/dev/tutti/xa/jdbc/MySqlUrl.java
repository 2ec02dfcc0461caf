package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks an address of MySQL or MariaDB and adds the settings that our guarantee stands on. */
final class MySqlUrl {

  /** After so long without a word from us the server ends a session, and frees its locks. */
  static final Duration IDLE = Duration.ofMinutes(10);

  /** After so long without an answer we end a connection that is not in a transaction's work. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  static final Duration CONNECT = Duration.ofSeconds(5);

  private static final Pattern TIMEOUT =
      Pattern.compile("(?<=[?&])((?:connect|socket)Timeout=)(\\d+)", Pattern.CASE_INSENSITIVE);

  /** Set otherwise, each would break what we promise, or hide from us what was sent. */
  private static final Set<String> OURS =
      Set.of(
          "allowmultiqueries",
          "autoreconnect",
          "autoreconnectforpools",
          "autocommit",
          "relaxautocommit",
          "uselocaltransactionstate",
          "enablequerytimeouts",
          "transactionreplay",
          "permitredirect",
          "dnssrv",
          "pool",
          "pinglobaltxtophysicalconnection",
          "tcpkeepalive");

  private static final Set<String> TLS =
      Set.of(
          "sslmode",
          "usessl",
          "requiressl",
          "verifyservercertificate",
          "trustservercertificate",
          "disablesslhostnameverification",
          "serversslcert",
          "keystore",
          "keystoretype",
          "keystorepassword",
          "keypassword",
          "truststore",
          "truststoretype",
          "truststorepassword",
          "trustcertificatekeystoreurl",
          "trustcertificatekeystoretype",
          "trustcertificatekeystorepassword",
          "clientcertificatekeystoreurl",
          "clientcertificatekeystoretype",
          "clientcertificatekeystorepassword");

  private static final Set<String> PERSON =
      Set.of("user", "username", "password", "password1", "password2", "password3");

  private MySqlUrl() {}

  static String complete(
      String name, String url, MySqlDriver driver, Duration lockTimeout, TlsSettings tls) {
    String key = "resources." + name + ".url";
    int question = url.indexOf('?');
    String place = question < 0 ? url : url.substring(0, question);
    checkPlace(key, place, driver);
    List<String> settings = new ArrayList<>();
    String variables = "";
    boolean connect = true;
    for (String setting : question < 0 ? new String[0] : url.substring(question + 1).split("&")) {
      String word = setting.split("=", -1)[0].trim().toLowerCase(Locale.ROOT);
      if (!tls.isOn() && setting.toLowerCase(Locale.ROOT).matches("sslmode=disabled?")) {
        continue; // As it is.
      }
      checkSetting(key, setting, word);
      if (word.equals("sessionvariables")) {
        variables = setting.substring(setting.indexOf('=') + 1) + ",";
      } else {
        connect &= !word.equals("connecttimeout");
        settings.add(setting);
      }
    }
    if (connect) {
      settings.add("connectTimeout=" + CONNECT.toMillis());
    }
    settings.add("socketTimeout=" + SILENCE.toMillis());
    settings.add("allowMultiQueries=false");
    settings.addAll(driver.settings());
    settings.addAll(
        tls.isOn() ? MySqlTls.settings(name, tls, driver) : List.of(driver.plainText()));
    settings.add("sessionVariables=" + variables + variables(lockTimeout));
    return place + '?' + String.join("&", settings);
  }

  /**
   * A completed address with shorter limits, for recovery: both drivers believe the address more
   * than what they are given beside it, and take it for the handshake too. Shorter ones stay.
   */
  static String bounded(String url, Duration limit) {
    Matcher timeouts = TIMEOUT.matcher(url);
    return timeouts.replaceAll(
        found -> {
          long millis = found.group(2).length() > 9 ? 0 : Long.parseLong(found.group(2));
          return found.group(1)
              + (millis == 0 ? limit.toMillis() : Math.min(millis, limit.toMillis()));
        });
  }

  /** For the whole life of a session: asking for them in each transaction would cost its time. */
  private static String variables(Duration lockTimeout) {
    long seconds = MySqlFamily.seconds(lockTimeout);
    return "innodb_lock_wait_timeout="
        + seconds
        + ",lock_wait_timeout="
        + seconds
        + ",wait_timeout="
        + IDLE.toSeconds()
        + ",default_storage_engine=InnoDB";
  }

  private static void checkPlace(String key, String place, MySqlDriver driver) {
    String begin = driver.scheme() + "//";
    if (!place.startsWith(begin)) {
      throw new ConfigurationException(
          key,
          "'" + shown(place) + "' is not one server's address like " + begin + "host:3306/orders");
    }
    String rest = place.substring(begin.length());
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    if (host.indexOf('@') >= 0) {
      throw new ConfigurationException(
          key, "holds a user: give user and password as settings of their own");
    }
    if (host.isEmpty() || host.indexOf(',') >= 0 || host.indexOf('(') >= 0) {
      throw new ConfigurationException(
          key,
          "'"
              + host
              + "' is not one server: a prepared branch can be finished only where it was prepared");
    }
    if (slash < 0 || slash == rest.length() - 1) {
      throw new ConfigurationException(key, "names no database: " + begin + host + "/orders");
    }
  }

  /** An address as far as it cannot hold a secret. */
  private static String shown(String place) {
    int at = place.lastIndexOf('@');
    return at < 0 ? place : "..." + place.substring(at);
  }

  private static void checkSetting(String key, String setting, String word) {
    if (PERSON.contains(word)) {
      throw new ConfigurationException(
          key, "holds " + word + ": give user and password as settings of their own");
    }
    if (TLS.contains(word)) {
      throw new ConfigurationException(key, "sets " + word + ": say it with the tls setting");
    }
    if (OURS.contains(word) || word.equals("sockettimeout")) {
      throw new ConfigurationException(
          key, "sets " + word + ", which Tutti sets by itself: leave it out");
    }
    if (word.equals("sessionvariables")
        && setting.toLowerCase(Locale.ROOT).contains("autocommit")) {
      throw new ConfigurationException(
          key, "sets autocommit, which Tutti sets by itself: leave it out");
    }
  }
}
