package dev.tutti.tm.recovery.socket;

import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import java.util.Optional;

/** One question, and everything that any question may carry. */
record Ask(
    Call call,
    String subject,
    Optional<Resolution> resolution,
    long millis,
    Optional<ResolutionPlan> plan,
    Optional<Approval> approval) {

  /** What can be asked. */
  enum Call {
    HELLO,
    SCAN,
    LAST_REPORT,
    VITALS,
    LIST,
    SHOW,
    EXPLAIN,
    PLAN,
    PERFORM,
    HISTORY,
    DRAIN,
    EXAMINE,
    ACCEPT
  }

  static Ask of(Call call) {
    return of(call, "");
  }

  static Ask of(Call call, String subject) {
    return new Ask(call, subject, Optional.empty(), 0, Optional.empty(), Optional.empty());
  }
}
