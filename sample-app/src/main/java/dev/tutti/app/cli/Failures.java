package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.sync.MissingTableException;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.recovery.ResolutionRefusedException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every failure as one line and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final StopSignal stop;

  Failures(StopSignal stop) {
    this.stop = stop;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    int code = stop.exitCode(exitCode(failure));
    String text = line(failure);
    line.getErr().println("tutti: " + text);
    if (Boolean.getBoolean("tutti.trace")) {
      failure.printStackTrace(line.getErr());
    }
    if (wantsJson(parsed)) {
      ObjectNode json = Output.object();
      json.put("error", text).put("exit", code);
      line.getOut().println(json);
    }
    return code;
  }

  private static boolean wantsJson(ParseResult parsed) {
    return parsed.hasMatchedOption("--json")
        || (parsed.subcommand() != null && wantsJson(parsed.subcommand()));
  }

  /** Wrong usage: what, what was perhaps meant, and where help is; not the whole help. */
  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    StringWriter meant = new StringWriter();
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(meant));
    String text = (failure.getMessage() + " " + meant).strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    line.getErr()
        .println(
            "tutti: " + text + " (" + line.getCommandSpec().qualifiedName() + " --help shows all)");
    if (Arrays.asList(args).contains("--json")) {
      line.getOut().println(Output.object().put("error", text).put("exit", ExitCode.USAGE));
    }
    return ExitCode.USAGE;
  }

  static int exitCode(Throwable failure) {
    if (failure instanceof ParameterException
        || failure instanceof ConfigurationException
        || failure instanceof MissingTableException
        || failure instanceof NoSuchFileException
        || failure instanceof FileNotFoundException) {
      return ExitCode.USAGE;
    }
    if (failure instanceof TuttiException || failure instanceof ResolutionRefusedException) {
      return ExitCode.IN_DOUBT;
    }
    if (failure instanceof ResourceUnavailableException
        || failure instanceof SQLException
        || failure instanceof IOException) {
      return ExitCode.UNAVAILABLE;
    }
    return ExitCode.UNAVAILABLE;
  }

  private static String line(Throwable failure) {
    String text = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      text = text + ": no such file";
    }
    if (text == null || text.isBlank()) {
      text = failure.toString();
    }
    if (!(failure instanceof Exception) || isBug(failure)) {
      text = "unexpected: " + failure + " (JAVA_OPTS=-Dtutti.trace=true shows where)";
    }
    return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  private static boolean isBug(Throwable failure) {
    return failure instanceof RuntimeException
        && !(failure instanceof ConfigurationException)
        && !(failure instanceof TuttiException)
        && !(failure instanceof IllegalStateException)
        && !(failure instanceof UncheckedIOException);
  }
}
