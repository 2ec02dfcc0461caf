package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.RecoveryReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what one pass did and left. */
final class PassReport {

  private static final int TOLD_EVERY = 500;

  private final Findings left = new Findings();
  private final Set<String> unreachable = new LinkedHashSet<>();
  private final Set<String> held = new LinkedHashSet<>();
  private final Consumer<String> progress;
  private int committed;
  private int rolledBack;

  PassReport(Consumer<String> progress) {
    this.progress = progress;
  }

  void committed() {
    committed++;
    tell();
  }

  void rolledBack() {
    rolledBack++;
    tell();
  }

  private void tell() {
    if ((committed + rolledBack) % TOLD_EVERY == 0) {
      progress.accept(committed + " branches committed, " + rolledBack + " rolled back");
    }
  }

  void unreachable(String resource) {
    unreachable.add(resource);
  }

  void held(String reason) {
    held.add(reason);
  }

  boolean rolledBackAny() {
    return rolledBack > 0;
  }

  /** Why the branch that was left last was left. */
  String lastReason() {
    return left.lastReason();
  }

  Findings left() {
    return left;
  }

  RecoveryReport build(int logRecords) {
    return new RecoveryReport(
        committed,
        rolledBack,
        left.transactions(),
        List.copyOf(unreachable),
        List.copyOf(held),
        logRecords);
  }
}
