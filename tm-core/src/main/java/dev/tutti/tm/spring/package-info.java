/**
 * The Spring door, for Spring 6.2 and 7: Spring's interceptor, with Spring's {@code @Transactional}
 * or Jakarta's, over a running system. The way in is {@link dev.tutti.tm.spring.TuttiTransactions}.
 */
@NullMarked
package dev.tutti.tm.spring;

import org.jspecify.annotations.NullMarked;
