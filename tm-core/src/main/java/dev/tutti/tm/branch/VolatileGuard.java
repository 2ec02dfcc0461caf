package dev.tutti.tm.branch;

import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.outcome.BranchState;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.VolatileBranch;
import java.time.Duration;

/** A volatile branch: asked before the phases, told after them, never in the log. */
final class VolatileGuard {

  private final ResourceManager manager;
  private final Gate gate;
  private final VolatileBranch branch;
  private final Duration drain;
  private final long joinedAt = System.nanoTime();
  private volatile long workNanos;
  private volatile BranchState state = BranchState.ACTIVE;

  VolatileGuard(ResourceManager manager, Gate gate, VolatileBranch branch, Duration drain) {
    this.manager = manager;
    this.gate = gate;
    this.branch = branch;
    this.drain = drain;
  }

  String resource() {
    return manager.name();
  }

  void beforeCompletion() throws Exception {
    gate.close(drain, true);
    workNanos = System.nanoTime() - joinedAt;
    branch.beforeCompletion();
  }

  void close() {
    gate.close(drain, false);
  }

  void finish(Decision decision) {
    gate.close(drain, false);
    try {
      if (decision == Decision.COMMIT) {
        branch.committed();
        state = BranchState.COMMITTED;
      } else {
        branch.rolledBack(decision != Decision.ROLLBACK);
        state = BranchState.ROLLED_BACK;
      }
    } catch (RuntimeException | Error e) {
      // Its contract forbids it, and it cannot change the outcome: memory is refilled.
      state = BranchState.UNKNOWN;
    }
  }

  BranchOutcome outcome() {
    return new BranchOutcome(
        manager.name(),
        manager.guarantee(),
        state,
        Duration.ofNanos(workNanos),
        Duration.ZERO,
        Duration.ZERO,
        "");
  }
}
