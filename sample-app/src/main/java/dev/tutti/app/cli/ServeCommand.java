package dev.tutti.app.cli;

import dev.tutti.app.admin.AdminServer;
import dev.tutti.app.admin.AdminSettings;
import dev.tutti.app.admin.PortTakenException;
import dev.tutti.app.admin.Role;
import dev.tutti.app.admin.Standing;
import dev.tutti.app.admin.Tls;
import dev.tutti.app.admin.Tokens;
import dev.tutti.app.wiring.FollowedNode;
import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The recovery admin in a browser, until it is stopped. */
@Command(
    name = "serve",
    description = {
      "Serves the recovery admin over HTTP: a page, and a JSON API. Of a node that runs, or of one"
          + " that does not (then its log is held meanwhile): the first line says which.",
      "Each role's token is in a file of the data directory that only its owner can read."
    })
final class ServeCommand implements Callable<Integer> {

  private static final int PORT = 7077;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_FOR_STOP_MILLIS = 100;

  @Spec private CommandSpec spec;
  @Mixin private RecoveryOptions options;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Listen on this address (default: ${DEFAULT-VALUE}); another than this machine's own"
              + " needs a certificate.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Listen on this port (default: 7077, or any that is free); 0 for any.")
  private @Nullable Integer port;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Certificate chain in PEM, or with its key in PKCS #12 (.p12, .pfx).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its key in PEM (PKCS #8, no password).")
  private @Nullable Path key;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "Holds the password of the PKCS #12 file.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "A further host name under which it may be asked; repeatable.")
  private List<String> names = List.of();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "Where a reverse proxy before it publishes it, like https://admin.example.org.")
  private @Nullable URI published;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  ServeCommand() {}

  @Override
  public Integer call() throws Exception {
    StopSignal stop = ((TuttiCommand) spec.root().userObject()).stop();
    PrintWriter err = spec.commandLine().getErr();
    Integer chosen = port;
    AdminSettings settings = settings(chosen == null ? PORT : chosen);
    Path data = options.data();
    // The store first: beside one that is refused no file is made.
    try (FollowedNode node = options.follow(line -> err.println(Output.safe(line)));
        AdminServer server = start(settings, Tokens.in(data), node)) {
      say(node.standing(), server, data);
      while (!stop.isAsked()) {
        Thread.sleep(LOOK_FOR_STOP_MILLIS);
      }
    }
    return ExitCode.DONE;
  }

  private AdminSettings settings(int wanted) throws IOException {
    return new AdminSettings(host, wanted, tls(), names, Optional.ofNullable(published), PATIENCE);
  }

  private Optional<Tls> tls() throws IOException {
    Path chain = certificate;
    Path pem = key;
    Path secret = passwordFile;
    if (chain == null) {
      if (pem != null || secret != null) {
        throw new ConfigurationException("--tls-certificate", "is missing");
      }
      return Optional.empty();
    }
    if (pem != null) {
      return Optional.of(Tls.pem(chain, pem));
    }
    if (!chain.toString().matches("(?i).*\\.(p12|pfx)")) {
      throw new ConfigurationException(
          "--tls-key", "is missing; only a PKCS #12 file (.p12, .pfx) has its key with it");
    }
    return Optional.of(Tls.pkcs12(chain, secret == null ? "" : Files.readString(secret).strip()));
  }

  /** The usual port, or any other if nobody has asked for one and it is taken. */
  private AdminServer start(AdminSettings settings, Tokens tokens, FollowedNode node)
      throws IOException {
    try {
      return AdminServer.start(settings, tokens, node);
    } catch (PortTakenException e) {
      if (port != null) {
        throw e.asSetting();
      }
      return AdminServer.start(settings(0), tokens, node);
    }
  }

  private void say(Standing standing, AdminServer server, Path data) {
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(
          Output.object()
              .put("answers", standing.line())
              .put("running", standing.state() == Standing.State.RUNNING)
              .put("url", server.url())
              .put("port", server.port())
              .put("viewerToken", Tokens.file(data, Role.VIEWER).toString())
              .put("operatorToken", Tokens.file(data, Role.OPERATOR).toString()));
    } else {
      out.println(standing.line());
      out.println("serving on " + server.url());
      for (Role role : Role.values()) {
        out.println(
            "the token to log in as "
                + (role == Role.VIEWER ? "viewer" : "operator")
                + " is in "
                + Tokens.file(data, role));
      }
      out.println("Ctrl-C stops it");
    }
    out.flush();
  }
}
