/**
 * Internal: live transactions and the guard through which every branch is driven. It corrects what
 * drivers answer, so that the engine above never takes a lost connection for an outcome.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.branch;
