package dev.tutti.tm.narayana;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.nio.file.Path;

/**
 * The same two sources under Tutti. Arguments: directory, {@code write} or {@code recover}, and for
 * {@code write} the step of the left source at which this JVM is halted.
 */
final class TuttiChild {

  private TuttiChild() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("test", dir.resolve("store")).build();
    try (TransactionSystem tutti = TransactionSystem.start(config, left, right)) {
      if ("write".equals(args[1])) {
        (args[2].startsWith("right:") ? right : left)
            .script()
            .at(Step.valueOf(args[2].substring(args[2].indexOf(':') + 1)), Script.halt());
        tutti.write(
            tx -> {
              tx.use(left).put("a", "l");
              tx.use(right).put("a", "r");
              return "";
            });
        throw new AssertionError("the script should have ended this JVM");
      }
      RecoveryReport report = tutti.recovery().lastReport();
      System.out.println("held=" + report.held());
      report.remaining().forEach(t -> System.out.println("left=" + t));
      System.out.println("clean=" + report.isClean());
    }
  }
}
