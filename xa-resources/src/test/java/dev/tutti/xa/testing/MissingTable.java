package dev.tutti.xa.testing;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** What could not run and why, as a table at the end. */
final class MissingTable implements TestExecutionListener {

  private final Map<String, Map<String, LongAdder>> tests = new ConcurrentSkipListMap<>();
  private final PrintStream out;

  MissingTable() {
    this(System.out);
  }

  MissingTable(PrintStream out) {
    this.out = out;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getThrowable().orElse(null) instanceof ServerMissingException missing) {
      tests
          .computeIfAbsent(missing.getMessage(), line -> new ConcurrentSkipListMap<>())
          .computeIfAbsent(where(test), name -> new LongAdder())
          .increment();
    }
  }

  private static String where(TestIdentifier test) {
    return test.getSource()
        .map(
            source -> {
              if (source instanceof MethodSource method) {
                return method.getClassName();
              }
              return source instanceof ClassSource type ? type.getClassName() : null;
            })
        .orElse(test.getDisplayName());
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!tests.isEmpty()) {
      out.print(text());
      out.flush();
    }
  }

  String text() {
    StringBuilder text = new StringBuilder("\nWhat could not run here:\n");
    new TreeMap<>(tests)
        .forEach(
            (line, classes) -> {
              text.append("\n  ").append(line).append('\n');
              classes.forEach(
                  (name, count) ->
                      text.append(String.format("    %-60s %s%n", name, count(count.intValue()))));
            });
    return text.append('\n').toString();
  }

  private static String count(int number) {
    return number == 1 ? "1 test or class" : number + " tests";
  }
}
