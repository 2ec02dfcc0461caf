package dev.tutti.tm.recovery.socket;

import dev.tutti.tm.json.JsonException;
import dev.tutti.tm.json.JsonText;
import dev.tutti.tm.json.RecordJson;
import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionRefusedException;
import dev.tutti.tm.recovery.ResolutionResult;
import dev.tutti.tm.recovery.Vitals;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The admin of a node that runs in another process of this machine, through the socket in its
 * store. It needs no configuration. Every call is a connection of its own; one that fails throws
 * {@link UncheckedIOException}. Thread-safe.
 */
public final class OperatorClient implements RecoveryAdmin {

  private static final int LONGEST_ANSWER = 1 << 28;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path file;
  private final Answer.Hello hello;

  private OperatorClient(Path file) throws IOException {
    this.file = file;
    try {
      this.hello = ask(Ask.of(Ask.Call.HELLO), Answer.Hello.class, line -> {}, Duration.ZERO);
    } catch (ResourceUnavailableException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Asks whether a node answers for a store.
   *
   * @param store the directory of its store
   * @return its admin; empty if no process listens there
   * @throws IOException if one listens and does not answer, or this user may not ask
   */
  public static Optional<OperatorClient> connect(Path store) throws IOException {
    Path file = SocketFile.of(store);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OperatorClient(file));
    } catch (ConnectException e) {
      return Optional.empty(); // Left behind by a process that is gone.
    } catch (IOException | UncheckedIOException e) {
      throw new IOException(
          file + ": the node that runs there does not answer (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Who answers.
   *
   * @return the node with its store
   */
  public String node() {
    return hello.node();
  }

  /**
   * The process that answers.
   *
   * @return its id
   */
  public long process() {
    return hello.process();
  }

  /**
   * Where it listens.
   *
   * @return the socket
   */
  public Path socket() {
    return file;
  }

  private <T extends Record> T ask(
      Ask ask, Class<T> type, Consumer<String> progress, Duration extra)
      throws IOException, ResourceUnavailableException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      SocketFile.use(file, channel::connect);
      try (TimedLines lines = new TimedLines(channel)) {
        lines.write(JsonText.write(RecordJson.toJson(ask)), PATIENCE);
        while (true) {
          Object json = JsonText.read(lines.read(LONGEST_ANSWER, PATIENCE.plus(extra)));
          if (!(json instanceof Map<?, ?> map)) {
            throw new JsonException("the answer is no object");
          }
          if (map.get("progress") instanceof String line) {
            progress.accept(line);
          } else if (map.containsKey("failed")) {
            throw failure(RecordJson.fromJson(Answer.Failed.class, map));
          } else {
            return RecordJson.fromJson(type, map);
          }
        }
      }
    }
  }

  private static RuntimeException failure(Answer.Failed failed)
      throws ResourceUnavailableException {
    return switch (failed.failed()) {
      case REFUSED -> new ResolutionRefusedException(failed.message());
      case WRONG -> new IllegalArgumentException(failed.message());
      case BROKEN -> new IllegalStateException(failed.message());
      case UNAVAILABLE -> {
        String said = failed.message();
        String prefix = failed.resource() + ": ";
        throw new ResourceUnavailableException(
            failed.resource(),
            said.startsWith(prefix) ? said.substring(prefix.length()) : said,
            null);
      }
    };
  }

  private <T extends Record> T simply(Ask ask, Class<T> type) {
    return simply(ask, type, line -> {}, Duration.ZERO);
  }

  private <T extends Record> T simply(
      Ask ask, Class<T> type, Consumer<String> progress, Duration extra) {
    try {
      return ask(ask, type, progress, extra);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    } catch (ResourceUnavailableException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public RecoveryReport scan(Consumer<String> progress) {
    return simply(Ask.of(Ask.Call.SCAN), RecoveryReport.class, progress, Duration.ZERO);
  }

  @Override
  public RecoveryReport lastReport() {
    return simply(Ask.of(Ask.Call.LAST_REPORT), RecoveryReport.class);
  }

  @Override
  public Vitals vitals() {
    return simply(Ask.of(Ask.Call.VITALS), Vitals.class);
  }

  @Override
  public RecoveryList list() {
    return simply(Ask.of(Ask.Call.LIST), RecoveryList.class);
  }

  @Override
  public Optional<InDoubtTransaction> show(String id) {
    return simply(Ask.of(Ask.Call.SHOW, id), Answer.Shown.class).transaction();
  }

  @Override
  public Explanation explain(String id) {
    return simply(Ask.of(Ask.Call.EXPLAIN, id), Explanation.class);
  }

  @Override
  public ResolutionPlan plan(String subject, Resolution resolution) {
    return simply(
        new Ask(
            Ask.Call.PLAN, subject, Optional.of(resolution), 0, Optional.empty(), Optional.empty()),
        ResolutionPlan.class);
  }

  @Override
  public ResolutionResult perform(ResolutionPlan plan, Approval approval) {
    return simply(
        new Ask(
            Ask.Call.PERFORM,
            plan.subject(),
            Optional.of(plan.resolution()),
            0,
            Optional.of(plan),
            Optional.of(approval)),
        ResolutionResult.class);
  }

  @Override
  public List<HistoryEntry> history() {
    return simply(Ask.of(Ask.Call.HISTORY), Answer.Entries.class).entries();
  }

  @Override
  public DrainReport drain(Duration patience, Consumer<String> progress) {
    return simply(
        new Ask(
            Ask.Call.DRAIN,
            "",
            Optional.empty(),
            patience.toMillis(),
            Optional.empty(),
            Optional.empty()),
        DrainReport.class,
        progress,
        patience);
  }

  @Override
  public DoctorReport examine(Consumer<String> progress) {
    return simply(Ask.of(Ask.Call.EXAMINE), DoctorReport.class, progress, PATIENCE);
  }

  @Override
  public void acceptIdentity(String resource) throws ResourceUnavailableException {
    try {
      ask(Ask.of(Ask.Call.ACCEPT, resource), Answer.Done.class, line -> {}, Duration.ZERO);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
