/**
 * The composition root: the only package that knows a configuration, the adapters and the
 * transaction system together. The way in is {@link dev.tutti.app.wiring.Session}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.wiring;
