package dev.tutti.app.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The page over made-up data, to look at while working on it: {@code main} with a directory. */
final class ServeByHand {

  private ServeByHand() {}

  public static void main(String[] args) throws Exception {
    FakeRecovery recovery = new FakeRecovery(true);
    AdminSettings settings =
        new AdminSettings(
            "127.0.0.1",
            Integer.parseInt(args[1]),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(10));
    AdminServer server = AdminServer.start(settings, Tokens.in(Path.of(args[0])), recovery);
    System.out.println(server.url());
    Thread.currentThread().join();
  }
}
