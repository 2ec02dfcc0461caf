package dev.tutti.xa.jms;

import dev.tutti.tm.config.ConfigurationException;
import java.time.Duration;
import java.util.regex.Pattern;

/** What both builders check. */
final class Names {

  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern QUEUE = Pattern.compile("[^\\s*#?&,:]{1,200}");

  private Names() {}

  static String resource(String name) {
    if (!RESOURCE.matcher(name).matches()) {
      throw new ConfigurationException(
          "name", "'" + name + "' is not 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    return name;
  }

  static String queue(String name) {
    if (!QUEUE.matcher(name).matches()) {
      throw new ConfigurationException(
          "queues", "'" + name + "' is not 1 to 200 characters without blanks and * # ? & , :");
    }
    return name;
  }

  static int poolSize(int size) {
    if (size < 1 || size > 1000) {
      throw new ConfigurationException("pool-size", size + " is not between 1 and 1000");
    }
    return size;
  }

  static Duration timeout(String key, Duration value) {
    if (value.toMillis() < 10 || value.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new ConfigurationException(key, value + " is not between 10 ms and 10 min");
    }
    return value;
  }
}
