/**
 * Millions of writes over real servers with nothing growing and nothing left. {@link
 * dev.tutti.app.soak.Soak} is the way in.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.soak;
