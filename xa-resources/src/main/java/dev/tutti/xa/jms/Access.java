package dev.tutti.xa.jms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a broker is reached: as whom, and how long we wait for it. */
record Access(
    @Nullable String user,
    @Nullable String password,
    Duration connectTimeout,
    Duration callTimeout) {

  /** Without the password. */
  @Override
  public String toString() {
    return "as " + (user == null ? "anonymous" : user);
  }
}
