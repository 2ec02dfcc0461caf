package dev.tutti.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sample",
    description = "Prints made-up orders for config/embedded.yaml, always the same ones.")
final class SampleCommand implements Runnable {

  @Parameters(paramLabel = "COUNT", description = "How many, 1 to 10000000.")
  private int count;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  SampleCommand() {}

  @Override
  public void run() {
    if (count < 1 || count > 10_000_000) {
      throw new ParameterException(
          spec.commandLine(), "COUNT: " + count + " is not between 1 and 10000000");
    }
    PrintWriter out = spec.commandLine().getOut();
    SampleOrders orders = new SampleOrders();
    for (int i = 1; i <= count; i++) {
      out.print(orders.line(i) + "\n");
    }
    out.flush();
  }
}
