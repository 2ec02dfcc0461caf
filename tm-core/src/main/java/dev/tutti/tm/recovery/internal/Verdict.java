package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.BranchCondition;

/**
 * Where a branch stands, and why. Immutable.
 *
 * @param condition where
 * @param reason why, for this branch; one sentence without a full stop
 */
record Verdict(BranchCondition condition, String reason) {}
