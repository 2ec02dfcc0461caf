package dev.tutti.tm.recovery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/** Two scripted sources and every way to leave something in doubt in them. */
final class InDoubt implements AutoCloseable {

  private final Path dir;
  final ScriptedResource left;
  final ScriptedResource right;
  private final List<ResourceManager> configured = new ArrayList<>();
  private final AtomicLong silences = new AtomicLong();
  private @Nullable XidKey mold;
  TransactionSystem tutti;

  InDoubt(Path dir) throws IOException {
    this.dir = dir;
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    configured.addAll(List.of(left, right));
    tutti = open();
  }

  private TransactionSystem open() throws IOException {
    return TransactionSystem.builder(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .operatorSocket(true)
                .build())
        .resources(configured)
        .listener(
            event -> {
              if (event instanceof TransactionEvent.Reachability now && !now.reachable()) {
                silences.incrementAndGet();
              }
            })
        .start();
  }

  Path store() {
    return dir.resolve("store");
  }

  RecoveryAdmin admin() {
    return tutti.recovery();
  }

  void restart() throws IOException {
    tutti.close();
    tutti = open();
  }

  void restartWithout(ResourceManager gone) throws IOException {
    configured.remove(gone);
    restart();
  }

  Outcome write(String key) {
    return receipt(key).outcome();
  }

  private Receipt<String> receipt(String key) {
    return tutti.write(
        tx -> {
          tx.use(left).put(key, "l");
          tx.use(right).put(key, "r");
          return "";
        });
  }

  /** Decided; left has committed, right still has it prepared. */
  String decided(String key) {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    return leave(right, () -> receipt(key).transactionId());
  }

  /** Decided; left has committed, right rolled it back by itself. */
  String heuristic(String key) {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
    return failed(key);
  }

  /** Decided; left rolled it back by itself, right still has it prepared. */
  String halfHeuristic(String key) {
    left.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    return leave(right, () -> failed(key));
  }

  /** Never decided; left still has it prepared. */
  String orphan(String key) {
    right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    left.script().once(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    return leave(left, () -> failed(key));
  }

  /** The pass that is woken by what is left in doubt does not reach its source. */
  private String leave(ScriptedResource source, Supplier<String> work) {
    long before = silences.get();
    source.script().once(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
    String id = work.get();
    await().atMost(Duration.ofSeconds(60)).until(() -> silences.get() > before);
    source.script().calm();
    return id;
  }

  private String failed(String key) {
    try {
      receipt(key);
      throw new AssertionError("it should not have committed");
    } catch (TuttiException e) {
      return e.transactionId();
    }
  }

  /** A branch of left whose xid names another node or store. */
  void prepareAs(String key, String node, String store) throws XAException {
    XidKey like = anyXid();
    byte[] gtrid = like.getGlobalTransactionId();
    String theirs = node + "-" + store;
    byte[] other = new byte[28 + theirs.length()];
    System.arraycopy(gtrid, 0, other, 0, 28);
    System.arraycopy(theirs.getBytes(US_ASCII), 0, other, 28, theirs.length());
    left.branch(Map.of(key, "l"))
        .prepare(new XidKey(like.getFormatId(), other, like.getBranchQualifier()));
  }

  void prepareForeign(String key) throws XAException {
    left.branch(Map.of(key, "l")).prepare(new XidKey(7, new byte[] {27, 1, 2}, new byte[] {3}));
  }

  private XidKey anyXid() {
    XidKey known = mold;
    if (known != null) {
      return known;
    }
    orphan("mold");
    XidKey xid =
        left.server().prepared().stream()
            .filter(x -> new String(x.getGlobalTransactionId(), US_ASCII).contains(tutti.nodeId()))
            .findFirst()
            .orElseThrow();
    left.server().forgetPrepared(xid);
    mold = xid;
    return xid;
  }

  /** Flips a bit of each decision that the log holds. */
  void garbleTheLog(String containing) throws IOException {
    garble(containing, false);
  }

  /** Flips a bit of the record of it that was written last, and of no other. */
  void garbleTheLastRecord(String containing) throws IOException {
    garble(containing, true);
  }

  private void garble(String containing, boolean lastOnly) throws IOException {
    tutti.close();
    try (Stream<Path> files = Files.list(store())) {
      for (Path file : files.filter(f -> f.toString().contains("journal-")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int from = lastOnly ? Math.max(0, text.lastIndexOf(containing)) : 0;
        for (int at = text.indexOf(containing, from);
            at >= 0;
            at = text.indexOf(containing, at + 1)) {
          bytes[at] ^= 0x40;
        }
        Files.write(file, bytes);
      }
    }
    tutti = open();
  }

  @Override
  public void close() {
    tutti.close();
  }
}
