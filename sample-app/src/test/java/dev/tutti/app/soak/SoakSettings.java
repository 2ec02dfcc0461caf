package dev.tutti.app.soak;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a soak was told.
 *
 * @param transactions how many; each writes four times
 * @param threads that write
 * @param sample between two looks
 * @param outages how many times a server is killed and started again meanwhile
 * @param directory where servers and log live
 */
record SoakSettings(long transactions, int threads, Duration sample, int outages, Path directory) {

  /** One row in each of three databases, and a message. */
  static final int WRITES = 4;

  /**
   * Reads them.
   *
   * @param args writes, directory, threads, seconds between two looks, outages; those left out have
   *     defaults
   */
  static SoakSettings of(String... args) {
    long writes = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    boolean brief = writes < 200_000;
    return new SoakSettings(
        writes / WRITES,
        args.length > 2 ? Integer.parseInt(args[2]) : 8,
        Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : brief ? 2 : 30),
        args.length > 4 ? Integer.parseInt(args[4]) : brief ? 2 : 8,
        Path.of(args.length > 1 ? args[1] : "target/soak"));
  }
}
