package dev.tutti.xa.jms;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is known of a broker that runs by itself. Not thread-safe. */
public final class ArtemisBuilder {

  private static final int DEFAULT_POOL = 16;

  private final String name;
  private final List<String> queues = new ArrayList<>();
  private @Nullable String url;
  private @Nullable String user;
  private @Nullable String password;
  private TlsSettings tls = TlsSettings.OFF;
  private int poolSize = DEFAULT_POOL;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration callTimeout = Duration.ofSeconds(30);

  ArtemisBuilder(String name) {
    this.name = Names.resource(name);
  }

  /**
   * Where the broker is.
   *
   * @param value like {@code tcp://localhost:61616}, or {@code (tcp://one:61616,tcp://two:61616)}
   *     for a pair of which one stands in for the other; with Artemis' own parameters, but without
   *     user and password and without those that the guarantee rests on
   * @return this
   * @throws ConfigurationException if it is no such address, or holds a secret or a parameter that
   *     is not to be chosen
   */
  public ArtemisBuilder url(String value) {
    url = ArtemisUrl.checked(value);
    return this;
  }

  /**
   * As whom to connect; work and recovery are the same user.
   *
   * @param value the user
   * @return this
   */
  public ArtemisBuilder user(String value) {
    user = value;
    return this;
  }

  /**
   * The user's password.
   *
   * @param value the password; shown nowhere
   * @return this
   */
  public ArtemisBuilder password(String value) {
    password = value;
    return this;
  }

  /**
   * Speaks TLS with the broker.
   *
   * @param value what is checked, and with which certificates; off by default
   * @return this
   */
  public ArtemisBuilder tls(TlsSettings value) {
    tls = value;
    return this;
  }

  /**
   * Declares a queue, for {@link JmsResource#initQueues}.
   *
   * @param value its name
   * @return this
   */
  public ArtemisBuilder queue(String value) {
    queues.add(Names.queue(value));
    return this;
  }

  /**
   * How many transactions can have a session at once; each session is a connection.
   *
   * @param value 1 to 1000; 16 by default
   * @return this
   */
  public ArtemisBuilder poolSize(int value) {
    poolSize = Names.poolSize(value);
    return this;
  }

  /**
   * How long connecting, and each call of recovery, may take. A broker that sends nothing for three
   * to four times as long, not even an answer to our heartbeat, counts as lost.
   *
   * @param value 10 ms to 10 min; 5 s by default
   * @return this
   */
  public ArtemisBuilder connectTimeout(Duration value) {
    connectTimeout = Names.timeout("connect-timeout", value);
    return this;
  }

  /**
   * How long a call on the broker may take before its connection counts as lost.
   *
   * @param value 10 ms to 10 min; 30 s by default
   * @return this
   */
  public ArtemisBuilder callTimeout(Duration value) {
    callTimeout = Names.timeout("call-timeout", value);
    return this;
  }

  /**
   * Builds the resource; connects to nothing yet.
   *
   * @return the resource
   * @throws ConfigurationException if the address is missing, or a certificate cannot be read
   */
  public JmsResource build() {
    if (url == null) {
      throw new ConfigurationException(
          "url", "is required and missing, for example tcp://localhost:61616");
    }
    return new JmsResource(
        name,
        new RemoteBroker(name, url, connectTimeout, tls),
        new Access(user, password, connectTimeout, callTimeout),
        queues,
        poolSize);
  }
}
