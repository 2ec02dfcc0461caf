package dev.tutti.tm.recovery;

/**
 * A branch that is not finished. Immutable.
 *
 * @param resource the name of its resource
 * @param xid {@code formatId:gtrid:bqual}, the last two in hexadecimal
 * @param condition where it stands
 * @param reason why, and what to do; one sentence
 */
public record Branch(String resource, String xid, BranchCondition condition, String reason) {}
