package dev.tutti.app.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** The way in. */
public final class Main {

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    StopSignal stop = StopSignal.install();
    int code = run(stop, args);
    System.exit(stop.exitCode(code));
  }

  static int run(StopSignal stop, String... args) {
    // picocli would ask a console for its encoding.
    Charset charset = Charset.forName(System.getProperty("tutti.encoding", "UTF-8"));
    return run(
        stop,
        new PrintWriter(System.out, true, charset),
        new PrintWriter(System.err, true, charset),
        args);
  }

  static int run(StopSignal stop, PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new TuttiCommand(stop)).setOut(out).setErr(err);
    Failures failures = new Failures(stop);
    line.setExecutionExceptionHandler(failures);
    line.setParameterExceptionHandler(failures);
    line.setExitCodeExceptionMapper(Failures::exitCode);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }
}
