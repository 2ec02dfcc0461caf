/**
 * Internal: recovery. It joins the log with what every resource lists as prepared, and ends what
 * can be ended without guessing. Absence is believed only in a fresh list of an identified server.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.recovery.internal;
