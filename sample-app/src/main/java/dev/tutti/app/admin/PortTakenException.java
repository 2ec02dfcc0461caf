package dev.tutti.app.admin;

import dev.tutti.tm.config.ConfigurationException;

/** Another process listens on the port. */
public final class PortTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PortTakenException(String host, int port) {
    super(host + ":" + port + " is taken by another process; give --port another, or 0 for any");
  }

  /**
   * The same as a wrong setting.
   *
   * @return the failure for whoever chose the port
   */
  public ConfigurationException asSetting() {
    return new ConfigurationException("--port", String.valueOf(getMessage()));
  }
}
