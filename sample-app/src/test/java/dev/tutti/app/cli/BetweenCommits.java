package dev.tutti.app.cli;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.xa.config.TuttiConfiguration;
import dev.tutti.xa.jdbc.JdbcResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Statement;

/** A process that writes one order to two databases, and waits to be told once it has decided. */
public final class BetweenCommits {

  static final String DECIDED = "the decision is in the log";

  private BetweenCommits() {}

  /** Takes the configuration and the data directory. */
  public static void main(String[] args) throws Exception {
    TuttiConfiguration configuration = TuttiConfiguration.load(Path.of(args[0]), Path.of(args[1]));
    try (TransactionSystem tutti =
        TransactionSystem.builder(configuration.system())
            .resources(configuration.resources())
            .listener(BetweenCommits::pause)
            .start()) {
      tutti.write(
          tx -> {
            for (String name : new String[] {"orders", "stock"}) {
              JdbcResource database = (JdbcResource) configuration.resource(name);
              try (Statement insert = tx.use(database).createStatement()) {
                insert.execute("INSERT INTO placed VALUES (4711)");
              }
            }
            return "";
          });
    }
  }

  private static void pause(TransactionEvent event) {
    if (event instanceof TransactionEvent.Decided decided && decided.commit()) {
      System.out.println(DECIDED);
      try {
        if (System.in.read() < 0) {
          throw new IllegalStateException("nobody says go on");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
