package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.RecoveryAdmin;
import java.io.UncheckedIOException;

/** What a supervisor is told of a node. Each answer comes at once. Thread-safe. */
public final class Probes {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final RecoveryAdmin admin;

  /**
   * An answer.
   *
   * @param status of HTTP: 200 for yes, 503 for no
   * @param body plain text: one line for a yes, one for each reason of a no
   */
  public record Answer(int status, String body) {}

  /**
   * Answers for a node.
   *
   * @param admin of the node
   */
  public Probes(RecoveryAdmin admin) {
    this.admin = admin;
  }

  /**
   * Whether the process works at all; if not, it should be restarted.
   *
   * @return 200, or 503 with the reasons
   */
  public Answer live() {
    try {
      return answer("live", admin.health().live());
    } catch (UncheckedIOException e) {
      return gone(e);
    }
  }

  /**
   * Whether it takes new work.
   *
   * @return 200, or 503 with the reasons
   */
  public Answer ready() {
    try {
      return answer("ready", admin.health().ready());
    } catch (UncheckedIOException e) {
      return gone(e);
    }
  }

  private static Answer answer(String yes, Health.Check check) {
    return check.ok()
        ? new Answer(OK, yes + "\n")
        : new Answer(UNAVAILABLE, String.join("\n", check.reasons()) + "\n");
  }

  private static Answer gone(UncheckedIOException why) {
    return new Answer(UNAVAILABLE, "the node does not answer: " + why.getMessage() + "\n");
  }
}
