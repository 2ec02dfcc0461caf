/**
 * What an adapter implements and what it is given.
 *
 * <p>The way in is {@link dev.tutti.tm.spi.ResourceManager}. A source that speaks two-phase commit
 * implements {@link dev.tutti.tm.spi.XaResourceManager}, one that application code works with
 * implements {@link dev.tutti.tm.spi.Participant}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.spi;
