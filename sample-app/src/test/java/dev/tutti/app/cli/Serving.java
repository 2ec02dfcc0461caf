package dev.tutti.app.cli;

import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** {@code tutti serve} in this JVM, until it is closed. */
final class Serving implements AutoCloseable {

  private final StopSignal stop = new StopSignal();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final Path data;

  private Serving(Path config, Path data, List<String> options) {
    this.data = data;
    List<String> all = new ArrayList<>(List.of("serve", "--config", config.toString()));
    all.addAll(List.of("--data", data.toString()));
    if (!options.contains("--port")) {
      all.addAll(List.of("--port", "0"));
    }
    all.addAll(options);
    Thread thread =
        new Thread(
            () ->
                code.complete(
                    Main.run(
                        stop,
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        all.toArray(String[]::new))),
            "test-serve");
    thread.setDaemon(true);
    thread.start();
  }

  static Serving of(Path config, Path data, String... options) {
    Serving serving = new Serving(config, data, List.of(options));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> serving.out().contains("Ctrl-C") || serving.code.isDone());
    if (serving.code.isDone()) {
      throw new AssertionError(serving.err());
    }
    return serving;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  String url() {
    return out()
        .lines()
        .filter(l -> l.startsWith("serving on "))
        .findFirst()
        .orElseThrow()
        .substring("serving on ".length());
  }

  String operator() throws Exception {
    return Files.readString(data.resolve("admin-operator.token")).strip();
  }

  int stop() {
    if (!code.isDone()) {
      stop.ask(2);
    }
    return code.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }

  static SSLContext trusting(Path keys, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, password.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("admin", store.getCertificate("admin"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
