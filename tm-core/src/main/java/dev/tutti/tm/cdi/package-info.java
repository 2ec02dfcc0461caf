/**
 * The CDI door: {@code @Transactional}, {@code @TransactionScoped}, transactional observers and the
 * JTA objects as beans, in any CDI 4 container. {@link dev.tutti.tm.cdi.TuttiExtension} is found by
 * the container itself; what it needs is a bean of type {@link dev.tutti.tm.TransactionSystem}, a
 * producer's or {@link dev.tutti.tm.cdi.TransactionSystemBean}.
 */
@NullMarked
package dev.tutti.tm.cdi;

import org.jspecify.annotations.NullMarked;
