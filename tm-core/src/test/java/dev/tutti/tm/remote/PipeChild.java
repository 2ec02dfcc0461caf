package dev.tutti.tm.remote;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.RecoveryReport;
import java.nio.file.Path;

/**
 * The coordinator in a JVM of its own. Arguments: directory; {@code recover}, or the source, the
 * point and whether its participant is killed too, for a write that this JVM does not survive.
 */
final class PipeChild {

  private PipeChild() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    PipeResource left = new PipeResource("left", dir.resolve("left"));
    PipeResource right = new PipeResource("right", dir.resolve("right"));
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("test", dir.resolve("store")).build();
    try (TransactionSystem tutti = TransactionSystem.start(config, left, right)) {
      if (args.length > 2) {
        PipeResource victim = "left".equals(args[1]) ? left : right;
        boolean both = Boolean.parseBoolean(args[3]);
        victim.at(
            Point.valueOf(args[2]),
            () -> {
              if (both) {
                victim.kill();
              }
              Runtime.getRuntime().halt(137);
            });
        tutti.write(
            tx -> {
              tx.use(left).put("a", "l");
              tx.use(right).put("a", "r");
              return "";
            });
        throw new AssertionError("the point should have ended this JVM");
      }
      RecoveryReport report = tutti.recovery().lastReport();
      System.out.println(report);
      System.out.println("clean=" + report.isClean());
    }
  }
}
