package dev.tutti.tm.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything a transaction system needs to know besides its resources. Immutable.
 *
 * @param node the name of this node, {@code tutti.node}; 1 to 14 characters of {@code
 *     [A-Za-z0-9._]}. It is a part of every transaction's identity: never the same on two live
 *     nodes
 * @param store the directory of the decision log; one process at a time
 * @param timeout after which an undecided transaction is rolled back, {@code tm.timeout}; whole
 *     seconds, 1 s to 1 day
 * @param recoveryInterval between two recovery passes, {@code tm.recovery-interval}; 100 ms to 1 h
 * @param drain how long the end of a transaction waits for a call that is still in a driver, before
 *     it cancels and then aborts it, {@code tm.drain}; 10 ms to 1 min
 * @param receipts the resource that keeps the receipts of keyed writes, {@code receipts}
 * @param receiptRetention how long a receipt makes a repeat harmless, {@code tm.receipt-retention};
 *     at least 1 min
 * @param keyWait how long a keyed write waits for another one with the same key, {@code
 *     tm.key-wait}; 1 ms to 1 min
 * @param operatorSocket whether a running system answers operators of the same user on a
 *     Unix-domain socket in its store, {@code tm.operator-socket}
 * @param strict whether it refuses to start unless an examination of the store and of every
 *     resource finds nothing worse than a pass, {@code tm.strict}
 * @param jmx whether a running system is a bean of the platform's MBean server, {@code tm.jmx}
 */
public record TransactionSystemConfig(
    String node,
    Path store,
    Duration timeout,
    Duration recoveryInterval,
    Duration drain,
    Optional<String> receipts,
    Duration receiptRetention,
    Duration keyWait,
    boolean operatorSocket,
    boolean strict,
    boolean jmx) {

  /** The longest node name: with the store's id it must fit the 28 bytes an xid leaves for it. */
  public static final int MAX_NODE = 14;

  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._]{1," + MAX_NODE + "}");

  /**
   * Validates and copies.
   *
   * @param node see the component
   * @param store see the component
   * @param timeout see the component
   * @param recoveryInterval see the component
   * @param drain see the component
   * @param receipts see the component
   * @param receiptRetention see the component
   * @param keyWait see the component
   * @param operatorSocket see the component
   * @param strict see the component
   * @param jmx see the component
   */
  public TransactionSystemConfig {
    if (!NODE.matcher(node).matches()) {
      throw new ConfigurationException(
          "tutti.node",
          "'" + node + "' is not 1 to " + MAX_NODE + " characters of A-Z a-z 0-9 . _");
    }
    store = store.toAbsolutePath().normalize();
    between("tm.timeout", timeout, Duration.ofSeconds(1), Duration.ofDays(1));
    if (timeout.toMillis() % 1000 != 0) {
      throw new ConfigurationException("tm.timeout", timeout + " is not whole seconds");
    }
    between("tm.recovery-interval", recoveryInterval, Duration.ofMillis(100), Duration.ofHours(1));
    between("tm.drain", drain, Duration.ofMillis(10), Duration.ofMinutes(1));
    between(
        "tm.receipt-retention", receiptRetention, Duration.ofMinutes(1), Duration.ofDays(36_500));
    between("tm.key-wait", keyWait, Duration.ofMillis(1), Duration.ofMinutes(1));
  }

  private static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigurationException(
          key, value + " is not between " + least + " and " + most + " (ISO-8601 durations)");
    }
  }

  /**
   * Starts a builder with the defaults: timeout 30 s, recovery every 10 s, drain 2 s, no receipts,
   * retention 30 days, key wait 2 s, no socket for operators, not strict, no bean.
   *
   * @param node the name of this node
   * @param store the directory of the decision log
   * @return a builder
   */
  public static Builder builder(String node, Path store) {
    return new Builder(node, store);
  }

  /** Collects the parts; not thread-safe. */
  public static final class Builder {
    private final String node;
    private final Path store;
    private Duration timeout = Duration.ofSeconds(30);
    private Duration recoveryInterval = Duration.ofSeconds(10);
    private Duration drain = Duration.ofSeconds(2);
    private Optional<String> receipts = Optional.empty();
    private Duration receiptRetention = Duration.ofDays(30);
    private Duration keyWait = Duration.ofSeconds(2);
    private boolean operatorSocket;
    private boolean strict;
    private boolean jmx;

    private Builder(String node, Path store) {
      this.node = node;
      this.store = store;
    }

    /**
     * Sets {@link TransactionSystemConfig#timeout}.
     *
     * @param value whole seconds, 1 s to 1 day
     * @return this
     */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#recoveryInterval}.
     *
     * @param value 100 ms to 1 h
     * @return this
     */
    public Builder recoveryInterval(Duration value) {
      recoveryInterval = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#drain}.
     *
     * @param value 10 ms to 1 min
     * @return this
     */
    public Builder drain(Duration value) {
      drain = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#receipts}.
     *
     * @param resource the name of a registered receipt store
     * @return this
     */
    public Builder receipts(String resource) {
      receipts = Optional.of(resource);
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#receiptRetention}.
     *
     * @param value at least 1 min
     * @return this
     */
    public Builder receiptRetention(Duration value) {
      receiptRetention = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#keyWait}.
     *
     * @param value 1 ms to 1 min
     * @return this
     */
    public Builder keyWait(Duration value) {
      keyWait = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#operatorSocket}.
     *
     * @param value whether to answer operators
     * @return this
     */
    public Builder operatorSocket(boolean value) {
      operatorSocket = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#strict}.
     *
     * @param value whether to refuse a start with a warning or a failure
     * @return this
     */
    public Builder strict(boolean value) {
      strict = value;
      return this;
    }

    /**
     * Sets {@link TransactionSystemConfig#jmx}.
     *
     * @param value whether to register a bean
     * @return this
     */
    public Builder jmx(boolean value) {
      jmx = value;
      return this;
    }

    /**
     * Validates and builds.
     *
     * @return the configuration
     * @throws ConfigurationException naming the key, the value and what is allowed
     */
    public TransactionSystemConfig build() {
      return new TransactionSystemConfig(
          node,
          store,
          timeout,
          recoveryInterval,
          drain,
          receipts,
          receiptRetention,
          keyWait,
          operatorSocket,
          strict,
          jmx);
    }
  }
}
