package dev.tutti.xa.kill;

import dev.tutti.tm.spi.TransactionEvent;
import java.nio.file.Path;

/**
 * Writes "old", then "new" and is halted in that. Arguments: directory, pair, point. Says who voted
 * yes for "new".
 */
final class KillChild {

  static final String OLD = "old";
  static final String NEW = "new";

  private KillChild() {}

  public static void main(String[] args) throws Exception {
    Point point = Point.valueOf(args[2]);
    boolean[] armed = new boolean[1];
    Scene scene = new Scene(Path.of(args[0]), Pair.parse(args[1]));
    scene.start(
        event -> {
          if (armed[0] && event instanceof TransactionEvent.Prepared vote && vote.yes()) {
            System.out.println("voted " + vote.resource());
          }
        });
    scene.write(scene.options(scene.hasReceipts(), OLD), OLD, () -> {});
    scene.write(
        scene.options(scene.keyed(point), NEW),
        NEW,
        () -> {
          armed[0] = true;
          scene.arm(point);
        });
    throw new AssertionError("the script should have ended this JVM");
  }
}
