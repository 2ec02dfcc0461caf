/**
 * What came of a transaction: receipts, branch outcomes and the one sealed exception tree.
 *
 * <p>The way in is {@link dev.tutti.tm.outcome.Receipt}; everything that is not a receipt is a
 * {@link dev.tutti.tm.outcome.TuttiException}. This package uses no other package of Tutti.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.outcome;
