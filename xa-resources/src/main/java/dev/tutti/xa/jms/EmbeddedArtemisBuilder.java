package dev.tutti.xa.jms;

import dev.tutti.tm.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what an embedded broker is told. Not thread-safe. */
public final class EmbeddedArtemisBuilder {

  private static final int DEFAULT_POOL = 16;
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final Duration RECOVERY_CALL = Duration.ofSeconds(10);
  static final int DEFAULT_BUFFER_NANOS = 200_000;

  private final String name;
  private final List<String> queues = new ArrayList<>();
  private @Nullable Path directory;
  private int poolSize = DEFAULT_POOL;
  private int bufferNanos = DEFAULT_BUFFER_NANOS;
  private long pageAfterBytes = -1;

  EmbeddedArtemisBuilder(String name) {
    this.name = Names.resource(name);
  }

  /**
   * Where everything of the broker is kept. One broker at a time; made if it does not exist.
   *
   * @param value the directory
   * @return this
   */
  public EmbeddedArtemisBuilder directory(Path value) {
    directory = value.toAbsolutePath().normalize();
    return this;
  }

  /**
   * Declares a queue; it is created at the start where it does not exist. The broker knows no other
   * queues: sending to one is refused.
   *
   * @param value its name
   * @return this
   */
  public EmbeddedArtemisBuilder queue(String value) {
    queues.add(Names.queue(value));
    return this;
  }

  /**
   * How many transactions can have a session at once.
   *
   * @param value 1 to 1000; 16 by default
   * @return this
   */
  public EmbeddedArtemisBuilder poolSize(int value) {
    poolSize = Names.poolSize(value);
    return this;
  }

  /** How long the journal waits for company before it forces; measured by a test. */
  EmbeddedArtemisBuilder bufferNanos(int value) {
    bufferNanos = value;
    return this;
  }

  /** From which size on a queue is paged to disk; small in tests. */
  EmbeddedArtemisBuilder pageAfterBytes(long value) {
    pageAfterBytes = value;
    return this;
  }

  /**
   * Builds the resource; the broker starts with it.
   *
   * @return the resource
   * @throws ConfigurationException if the directory is missing
   */
  public JmsResource build() {
    if (directory == null) {
      throw new ConfigurationException("directory", "is required and missing");
    }
    return new JmsResource(
        name,
        new EmbeddedBroker(name, new EmbeddedSettings(directory, bufferNanos, pageAfterBytes)),
        new Access(null, null, RECOVERY_CALL, CALL),
        queues,
        poolSize);
  }
}
