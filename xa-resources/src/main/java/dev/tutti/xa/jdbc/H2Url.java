package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import java.util.List;
import java.util.Locale;

/** Checks an H2 address and adds the settings that our guarantee stands on. */
final class H2Url {

  private static final String PREFIX = "jdbc:h2:";

  /** Settings that we own: each of them, set otherwise, would break what we promise. */
  private static final List<String> OURS =
      List.of(
          "WRITE_DELAY",
          "DB_CLOSE_ON_EXIT",
          "DB_CLOSE_DELAY",
          "AUTO_SERVER",
          "LOCK_TIMEOUT",
          "OPTIMIZE_REUSE_RESULTS");

  private H2Url() {}

  static String complete(String name, String url, long lockMillis) {
    String key = "resources." + name + ".url";
    if (!url.startsWith(PREFIX)) {
      throw new ConfigurationException(key, "'" + url + "' does not begin with " + PREFIX);
    }
    int settings = url.indexOf(';');
    String path = url.substring(PREFIX.length(), settings < 0 ? url.length() : settings);
    String given = settings < 0 ? "" : url.substring(settings);
    for (String setting : given.toUpperCase(Locale.ROOT).split(";", -1)) {
      String word = setting.split("=", -1)[0].trim();
      if (OURS.contains(word)) {
        throw new ConfigurationException(
            key, "sets " + word + ", which Tutti sets by itself: leave it out");
      }
      if (word.equals("PASSWORD") || word.equals("USER")) {
        throw new ConfigurationException(
            key, "holds " + word + ": give user and password as settings of their own");
      }
    }
    // WRITE_DELAY: a commit is in the file before it is answered. DB_CLOSE_ON_EXIT: H2's own
    // shutdown hook would close the database under live branches. OPTIMIZE_REUSE_RESULTS: H2 does
    // not notice that a recovered branch has committed, and answers a repeated query as before.
    return PREFIX
        + file(key, path)
        + given
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;OPTIMIZE_REUSE_RESULTS=FALSE;LOCK_TIMEOUT="
        + lockMillis;
  }

  /** The plain file system closes its channel under an interrupted thread; retry: opens it anew. */
  private static String file(String key, String path) {
    if (path.startsWith("retry:") || path.startsWith("async:")) {
      return path;
    }
    if (path.startsWith("file:")) {
      return "retry:" + path.substring("file:".length());
    }
    int colon = path.indexOf(':');
    boolean drive = colon == 1 && Character.isLetter(path.charAt(0));
    if (path.isBlank() || (colon >= 0 && !drive)) {
      throw new ConfigurationException(
          key,
          "'"
              + path
              + "' is not a file of this process, like file:data/orders; memory is lost in a crash,"
              + " and an H2 server drops prepared branches with their connection");
    }
    return "retry:" + path;
  }
}
