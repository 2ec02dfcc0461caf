package dev.tutti.tm.testing;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A last resource whose decision rows are files: whoever creates one first decides. */
public final class ScriptedLastResource
    implements LastResourceManager, Participant<ScriptedLastResource.Note> {

  /** The handle. */
  public interface Note {
    void write(String text);
  }

  /** What happens around the local commit. */
  public enum Trouble {
    NONE,
    REFUSED,
    REPLY_LOST_AFTER_COMMIT,
    LOST_BEFORE_COMMIT
  }

  private final String name;
  private final Path rows;
  private final List<Boolean> released = new CopyOnWriteArrayList<>();
  public volatile Trouble trouble = Trouble.NONE;
  public volatile boolean reachable = true;
  public volatile boolean rollbackFails;
  public volatile String identity = "scripted-last";

  public ScriptedLastResource(String name, Path rows) {
    this.name = name;
    this.rows = rows;
    try {
      Files.createDirectories(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Boolean> released() {
    return List.copyOf(released);
  }

  /** The committed note of a transaction. */
  public Optional<String> note(String transactionId) {
    try {
      String text = Files.readString(rows.resolve(transactionId));
      return text.equals("ABORTED") ? Optional.empty() : Optional.of(text);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.LAST_RESOURCE;
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    requireReachable();
    return Optional.of(identity);
  }

  private void requireReachable() throws ResourceUnavailableException {
    if (!reachable) {
      throw new ResourceUnavailableException(name, "scripted to be unreachable", null);
    }
  }

  @Override
  public Note join(Enlistment enlistment) throws Exception {
    requireReachable();
    StringBuilder text = new StringBuilder();
    enlistment.whenReleased(released::add);
    String id = enlistment.transactionId();
    enlistment.enlist(
        new LastResourceBranch() {
          @Override
          public void commit() throws Exception {
            if (trouble == Trouble.REFUSED) {
              throw new IOException("refused (scripted)");
            }
            if (trouble == Trouble.LOST_BEFORE_COMMIT) {
              throw new IOException("connection reset (scripted)");
            }
            row(id, "note:" + text);
            if (trouble == Trouble.REPLY_LOST_AFTER_COMMIT) {
              throw new IOException("connection reset (scripted)");
            }
          }

          @Override
          public void rollback() throws Exception {
            if (rollbackFails) {
              throw new IOException("no answer (scripted)");
            }
          }
        });
    return more -> enlistment.gate().call(() -> text.append(more));
  }

  private void row(String id, String value) throws IOException {
    Files.writeString(rows.resolve(id), value, StandardOpenOption.CREATE_NEW);
  }

  @Override
  public Decision settle(String transactionId) throws ResourceUnavailableException {
    requireReachable();
    try {
      row(transactionId, "ABORTED");
      return Decision.ABORTED;
    } catch (FileAlreadyExistsException e) {
      return note(transactionId).isPresent() ? Decision.COMMITTED : Decision.ABORTED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void purgeDecisions(String transactionIdPrefix, Duration olderThan) {}

  @Override
  public void close() {}
}
