package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * An Artemis broker in a JVM of its own: persistent, over TCP, with a user; queues make themselves.
 */
public final class ArtemisServer extends AbstractServer {

  /**
   * @param directory its own; it may not exist yet
   */
  public ArtemisServer(Path directory) {
    this(directory, Ports.free());
  }

  ArtemisServer(Path directory, int port) {
    super("Artemis", directory, port);
  }

  @Override
  Optional<String> missing() {
    return Optional.empty();
  }

  /** The broker makes it. */
  @Override
  void initialise(Path data) {}

  @Override
  List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC", "-Xmx512m"));
    String logging = System.getProperty("java.util.logging.config.file");
    if (logging != null) {
      command.add("-Djava.util.logging.config.file=" + logging);
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ArtemisMain.class.getName(),
            arguments().toString()));
    return command;
  }

  /** In a file, since everybody may read a command line, and it has passwords. */
  private Path arguments() throws IOException {
    List<String> lines =
        new ArrayList<>(List.of(data().toString(), Integer.toString(port()), user(), password()));
    identity()
        .ifPresent(
            shown ->
                lines.addAll(
                    List.of(
                        "sslEnabled",
                        "true",
                        "keyStorePath",
                        shown.keyStore().toString(),
                        "keyStorePassword",
                        shown.password(),
                        "keyStoreType",
                        "PKCS12",
                        "trustStorePath",
                        Certificates.trustStore().toString(),
                        "trustStorePassword",
                        Certificates.trustStorePassword(),
                        "trustStoreType",
                        "PKCS12",
                        "needClientAuth",
                        Boolean.toString(clientCertificate()))));
    return Files.write(directory().resolve("broker.args"), lines, StandardCharsets.UTF_8);
  }

  @Override
  void probe() throws Exception {
    try (ServerLocator locator =
            ActiveMQClient.createServerLocator(url() + "?callTimeout=5000" + trusting());
        ClientSessionFactory factory = locator.createSessionFactory()) {
      factory.createSession(user(), password(), true, true, true, false, 1).close();
    }
  }

  /** The probe takes any certificate, and shows one. */
  private String trusting() {
    return identity().isEmpty()
        ? ""
        : "&sslEnabled=true&trustAll=true&verifyHost=false&keyStoreType=PKCS12&keyStorePath="
            + Certificates.client().keyStore()
            + "&keyStorePassword="
            + Certificates.client().password();
  }

  /** Its input is closed; the signal would end it at once. */
  @Override
  String stopSignal() {
    return "CONT";
  }

  /** Its address. */
  public String url() {
    return url(port());
  }

  /**
   * Its address behind another port.
   *
   * @param port of a proxy
   */
  public String url(int port) {
    return "tcp://" + HOST + ":" + port;
  }

  /** The only user. */
  public String user() {
    return "app";
  }

  /** The only password. */
  public String password() {
    return "pw-app-7f3a";
  }
}
