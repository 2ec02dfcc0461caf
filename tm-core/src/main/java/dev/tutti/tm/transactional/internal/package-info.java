/** Internal: runs methods by the rules of their annotations. */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.transactional.internal;
