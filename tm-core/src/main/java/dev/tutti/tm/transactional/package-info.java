/**
 * {@code jakarta.transaction.Transactional}: its rules once, for every front door. Applications
 * begin at {@code TransactionSystem.transactional} and {@link
 * dev.tutti.tm.transactional.TransactionOptions}; who builds a front door, at {@link
 * dev.tutti.tm.transactional.TransactionalInvoker}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.transactional;
