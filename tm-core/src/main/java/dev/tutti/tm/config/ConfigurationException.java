package dev.tutti.tm.config;

/** A configuration is wrong. The message names the key, the value and what is allowed. */
public final class ConfigurationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * Makes one.
   *
   * @param key the key, for example {@code tm.timeout}
   * @param problem the value and what is allowed; holds no secret
   */
  public ConfigurationException(String key, String problem) {
    super(key + ": " + problem);
    this.key = key;
  }

  private ConfigurationException(ConfigurationException problem, String file) {
    super(file + ": " + problem.getMessage(), problem);
    this.key = problem.key;
  }

  /**
   * The same, with the file that the key stands in.
   *
   * @param file the file, and the line where it is known
   * @return an exception whose message begins with the file
   */
  public ConfigurationException in(String file) {
    return new ConfigurationException(this, file);
  }

  /**
   * The key.
   *
   * @return the key as the configuration file spells it
   */
  public String key() {
    return key;
  }
}
