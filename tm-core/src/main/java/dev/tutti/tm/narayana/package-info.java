/**
 * Internal: the engine. The only package that knows Narayana: its configuration, the store it
 * writes to, and the JTA objects in front of it. One engine for each JVM at a time, since its
 * configuration is static.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.narayana;
