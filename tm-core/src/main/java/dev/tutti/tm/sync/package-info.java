/**
 * The facade: one atomic write to many sources. The way in is {@link
 * dev.tutti.tm.sync.AtomicWrite}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.sync;
