package dev.tutti.tm.transactional.matrix;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.narayana.Deadline;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;

/** A system with two sources, on which each cell is played. */
public final class Stage implements AutoCloseable {

  private final ScriptedResource left;
  private final ScriptedResource right;
  private final TransactionSystem system;
  private final TransactionManager manager;
  private final AtomicInteger keys = new AtomicInteger();

  public Stage(Path dir) throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    system =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store"))
                    .recoveryInterval(Duration.ofHours(1))
                    .drain(Duration.ofMillis(100))
                    .build())
            .resources(List.of(left, right))
            .start();
    manager = system.transactionManager();
  }

  public TransactionSystem system() {
    return system;
  }

  /** Plays one cell through a door. */
  Seen play(Cell cell, FrontDoor door) throws Exception {
    String key = "k" + keys.incrementAndGet();
    Transaction caller = null;
    if (cell.caller()) {
      manager.begin();
      caller = manager.getTransaction();
    }
    String[] inside = {"not called"};
    Transaction callers = caller;
    Probe.Work work =
        () -> {
          inside[0] = inside(callers);
          return happen(cell.happening(), key, door.probe());
        };
    String answer;
    try {
      call(door.probe(), cell, work);
      answer = "returned";
    } catch (Exception | AssertionError e) {
      answer = Seen.describe(e);
    }
    String after = after(callers);
    String commit = callers == null ? "none" : commit();
    if (manager.getTransaction() != null) {
      after = "left on the thread";
      manager.suspend();
    }
    left.script().calm();
    right.script().calm();
    if (cell.happening() == Happening.COMMIT_UNFINISHED) {
      system.recovery().scan();
    }
    return new Seen(answer, inside[0], after, commit, written(key));
  }

  /** Plays one cell; answers what was thrown, if it is not what ours throws. */
  public String playAgainstExpectation(Cell cell, FrontDoor door) throws Exception {
    Seen seen = play(cell, door);
    Seen expected = Expected.of(cell);
    if (seen.equals(expected)) {
      return "as expected";
    }
    Seen butForTheAnswer =
        new Seen(
            expected.answer(), seen.inside(), seen.caller(), seen.callersCommit(), seen.method());
    return butForTheAnswer.equals(expected)
        ? seen.answer().replaceFirst("[+].*", "")
        : seen.toString();
  }

  private static void call(Probe probe, Cell cell, Probe.Work work) throws Exception {
    String unused =
        switch (cell.type()) {
          case REQUIRED -> probe.required(work);
          case REQUIRES_NEW -> probe.requiresNew(work);
          case MANDATORY -> probe.mandatory(work);
          case SUPPORTS -> probe.supports(work);
          case NOT_SUPPORTED -> probe.notSupported(work);
          case NEVER -> probe.never(work);
        };
  }

  private String inside(Transaction caller) throws Exception {
    Transaction now = manager.getTransaction();
    if (now == null) {
      return "none";
    }
    return now == caller ? "caller's" : "own";
  }

  private String happen(Happening happening, String key, Probe probe) throws Exception {
    Optional<WriteContext> tx = system.current();
    if (tx.isPresent()) {
      tx.get().use(left).put(key, "l");
      tx.get().use(right).put(key, "r");
    } else if (happening.needsTransaction() && happening != Happening.TIMED_OUT_THEN_UNCHECKED) {
      return "nothing to happen in";
    }
    switch (happening) {
      case RETURNED -> {}
      case CHECKED -> throw new IOException("played");
      case UNCHECKED -> throw new IllegalArgumentException("played");
      case ERROR -> throw new AssertionError("played");
      case ROLLBACK_ON -> throw new ProbeBean.Listed();
      case DONT_ROLLBACK_ON -> throw new ProbeBean.Forgiven();
      case BOTH_LISTS -> throw new ProbeBean.Both();
      case SET_ROLLBACK_ONLY -> manager.setRollbackOnly();
      case INNER_DOOMED -> {
        try {
          probe.required(
              () -> {
                throw new IllegalArgumentException("inner");
              });
        } catch (IllegalArgumentException e) {
          return "caught";
        }
      }
      case TIMED_OUT -> Deadline.pass(manager);
      case TIMED_OUT_THEN_UNCHECKED -> {
        if (tx.isPresent()) {
          Deadline.pass(manager);
        }
        throw new IllegalArgumentException("played");
      }
      case COMMIT_REFUSED -> refuse();
      case COMMIT_REFUSED_AFTER_CHECKED -> {
        refuse();
        throw new IOException("played");
      }
      case HEURISTIC -> right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
      case COMMIT_UNFINISHED ->
          right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    }
    return "done";
  }

  private void refuse() {
    right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
  }

  private String after(Transaction caller) throws Exception {
    Transaction now = manager.getTransaction();
    if (now != caller) {
      return "lost";
    }
    if (now == null) {
      return "none";
    }
    return switch (manager.getStatus()) {
      case Status.STATUS_ACTIVE -> "active";
      case Status.STATUS_MARKED_ROLLBACK -> "doomed";
      default -> "over";
    };
  }

  private String commit() {
    try {
      manager.commit();
      return "committed";
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  private String written(String key) {
    boolean inLeft = left.server().committed().containsKey(key);
    boolean inRight = right.server().committed().containsKey(key);
    if (inLeft != inRight) {
      return "half";
    }
    return inLeft ? "all" : "none";
  }

  @Override
  public void close() {
    system.close();
  }
}
