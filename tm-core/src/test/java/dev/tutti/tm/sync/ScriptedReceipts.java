package dev.tutti.tm.sync;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.ReceiptStore;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A scripted source that keeps receipts: each key is a value of its branch. */
final class ScriptedReceipts implements XaResourceManager, ReceiptStore<ScriptedResource.Values> {

  private final ScriptedResource source;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final AtomicInteger prepared = new AtomicInteger();
  private volatile boolean refusing;

  ScriptedReceipts(String name, Path directory) {
    source = new ScriptedResource(name, directory);
  }

  ScriptedResource source() {
    return source;
  }

  /** Another attempt has the key, and does not end. */
  void hold(String key) {
    held.add(key);
  }

  /** Claims fail from now on, or no longer. */
  void refuse(boolean now) {
    refusing = now;
  }

  int prepared() {
    return prepared.get();
  }

  @Override
  public void prepareReceipts() throws ResourceUnavailableException {
    source.identity();
    prepared.incrementAndGet();
  }

  @Override
  public Claim claim(ScriptedResource.Values handle, KeyReceipt receipt, Duration wait) {
    if (refusing) {
      throw new IllegalStateException("scripted to refuse");
    }
    if (held.contains(receipt.key())) {
      return new Claim.Held();
    }
    Optional<KeyReceipt> taken = find(receipt.key());
    if (taken.isPresent()) {
      return new Claim.Taken(taken.get());
    }
    handle.put("key-" + receipt.key(), receipt.transactionId() + "|" + receipt.content());
    return new Claim.Claimed();
  }

  @Override
  public Optional<KeyReceipt> find(String key) {
    return Optional.ofNullable(source.server().committed().get("key-" + key))
        .map(text -> text.split("\\|", -1))
        .map(parts -> new KeyReceipt(key, parts[0], parts[1]));
  }

  @Override
  public int purgeReceipts(Duration olderThan) {
    return 0;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Guarantee guarantee() {
    return source.guarantee();
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    return source.identity();
  }

  @Override
  public ScriptedResource.Values join(Enlistment enlistment) throws Exception {
    return source.join(enlistment);
  }

  @Override
  public RecoveryConnection openRecovery() throws ResourceUnavailableException {
    return source.openRecovery();
  }

  @Override
  public void close() {
    source.close();
  }
}
