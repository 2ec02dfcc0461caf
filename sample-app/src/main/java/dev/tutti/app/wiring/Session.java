package dev.tutti.app.wiring;

import dev.tutti.app.orders.Orders;
import dev.tutti.app.sync.MissingTableException;
import dev.tutti.app.sync.Targets;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.sync.AtomicWrite;
import dev.tutti.xa.config.TuttiConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A configuration at work: resources and transaction system, started. Thread-safe. */
public final class Session implements AutoCloseable {

  private final TuttiConfiguration configuration;
  private final TransactionSystem system;

  private final Map<String, String> unreachable;

  private Session(
      TuttiConfiguration configuration, TransactionSystem system, Map<String, String> unreachable) {
    this.configuration = configuration;
    this.system = system;
    this.unreachable = unreachable;
  }

  /**
   * Reads a configuration and starts everything that it names. What {@code servers.env} in the data
   * directory says, the environment may say too, and then it does.
   *
   * @param file YAML
   * @param dataDirectory where the embedded sources and the log write
   * @return the running session
   * @throws ConfigurationException if the file is wrong
   * @throws IOException if the log cannot be used
   */
  public static Session open(Path file, Path dataDirectory) throws IOException {
    return open(file, dataDirectory, false);
  }

  /**
   * The same for recovery only: nothing is begun, and nothing is recovered unasked.
   *
   * @param file YAML
   * @param dataDirectory where the embedded sources and the log write
   * @return the session
   * @throws ConfigurationException if the file is wrong
   * @throws IOException if the log cannot be used
   */
  public static Session openForRecovery(Path file, Path dataDirectory) throws IOException {
    return open(file, dataDirectory, true);
  }

  private static Session open(Path file, Path dataDirectory, boolean recoveryOnly)
      throws IOException {
    TuttiConfiguration configuration =
        TuttiConfiguration.load(file, dataDirectory, ServersFile.behindEnvironment(dataDirectory));
    TransactionSystem.Builder builder =
        TransactionSystem.builder(configuration.system()).resources(configuration.resources());
    Map<String, String> unreachable = new ConcurrentHashMap<>();
    builder.listener(
        event -> {
          if (event instanceof TransactionEvent.Reachability now) {
            unreachable.put(now.resource(), now.reachable() ? "" : now.reason());
          }
        });
    for (ResourceManager resource : configuration.resources()) {
      if (resource instanceof TransactionEventListener listener) {
        builder.listener(listener);
      }
    }
    if (recoveryOnly) {
      builder.recoveryOnly();
    }
    try {
      return new Session(configuration, builder.start(), unreachable);
    } catch (ConfigurationException e) {
      throw e.in(file.getFileName() + "");
    }
  }

  /**
   * Writes.
   *
   * @return the facade
   */
  public AtomicWrite writes() {
    return system;
  }

  /**
   * This node with its store.
   *
   * @return as it stands in every transaction's id
   */
  public String nodeId() {
    return system.nodeId();
  }

  /**
   * The annotated services, on the same system as {@link #writes}.
   *
   * @return the services
   * @throws ConfigurationException if the configuration has not the sources that they need
   */
  public Orders.Services orders() {
    try {
      return Orders.wire(system, new AdapterSources(configuration));
    } catch (ConfigurationException e) {
      throw e.in(configuration.file().getFileName() + "");
    }
  }

  /**
   * Hears what happens from now on.
   *
   * @param listener told every event
   */
  public void listen(TransactionEventListener listener) {
    system.addListener(listener);
  }

  /**
   * Why a resource did not answer.
   *
   * @param resource its name
   * @return one line with its name; only the name where no more is known
   */
  public String whyUnreachable(String resource) {
    String reason = unreachable.getOrDefault(resource, "");
    return reason.startsWith(resource) ? reason : (resource + ": " + reason).replaceAll(": $", "");
  }

  /**
   * What is in doubt.
   *
   * @return the admin
   */
  public RecoveryAdmin recovery() {
    return system.recovery();
  }

  /**
   * The targets of the mapping, opened. Creates the tables first if the configuration says so and
   * one is missing.
   *
   * @return the targets
   * @throws ConfigurationException if there is no mapping, or it does not fit the sources
   * @throws SQLException if a database refuses or a table is missing
   * @throws ResourceUnavailableException if a source cannot be reached
   */
  public Targets targets() throws SQLException, ResourceUnavailableException {
    String file = configuration.file().getFileName() + "";
    try {
      Targets targets =
          new Targets(
              configuration
                  .mapping()
                  .orElseThrow(
                      () ->
                          new ConfigurationException(
                              "mapping",
                              "is required and missing; it says what becomes of a record")),
              new AdapterSources(configuration));
      try {
        targets.open();
      } catch (MissingTableException e) {
        if (configuration.init() != TuttiConfiguration.Init.AUTO) {
          throw e;
        }
        init();
        targets.open();
      }
      return targets;
    } catch (ConfigurationException e) {
      throw e.in(file);
    }
  }

  /**
   * Creates tables and queues, as often as you like.
   *
   * @return how many statements were run
   * @throws ResourceUnavailableException if a source cannot be reached, or refuses
   */
  public int init() throws ResourceUnavailableException {
    return new AdapterSources(configuration).init();
  }

  @Override
  public void close() {
    system.close();
  }
}
