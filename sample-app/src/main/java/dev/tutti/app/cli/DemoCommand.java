package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tutti.app.orders.Holdings;
import dev.tutti.app.wiring.Session;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "demo", description = "Shows what the library does, on the configured sources.")
final class DemoCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  DemoCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing; they are " + spec.subcommands().keySet());
  }

  @Command(
      name = "transactional",
      description = {
        "Walks through @Transactional on the sources of config/embedded.yaml: commit, rollback,"
            + " REQUIRES_NEW, timeout. Shows what each source holds after each step, and takes its"
            + " order back at the end."
      })
  int transactional(@Mixin CommonOptions common) throws Exception {
    try (Session session = common.open()) {
      session.init();
      List<TransactionalDemo.Step> steps = new TransactionalDemo(session).run();
      if (common.json()) {
        spec.commandLine().getOut().println(json(steps));
      } else {
        inWords(steps, spec.commandLine().getOut());
      }
    }
    return ExitCode.DONE;
  }

  private static void inWords(List<TransactionalDemo.Step> steps, PrintWriter out) {
    int number = 0;
    for (TransactionalDemo.Step step : steps) {
      number++;
      Holdings holdings = step.holdings();
      out.println(number + ". " + step.what());
      out.println("   " + step.outcome());
      out.printf(
          Locale.ROOT,
          "   orders %d, stock %d, events %d, cache %d; audit %d%n",
          holdings.orders(),
          holdings.stock(),
          holdings.events(),
          holdings.cache(),
          holdings.audit());
    }
  }

  private static ArrayNode json(List<TransactionalDemo.Step> steps) {
    ArrayNode json = Output.object().arrayNode();
    for (TransactionalDemo.Step step : steps) {
      Holdings holdings = step.holdings();
      json.addObject()
          .put("step", step.what())
          .put("outcome", step.outcome())
          .put("orders", holdings.orders())
          .put("stock", holdings.stock())
          .put("events", holdings.events())
          .put("cache", holdings.cache())
          .put("audit", holdings.audit());
    }
    return json;
  }
}
