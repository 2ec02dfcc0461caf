/**
 * What is in doubt, in words, and how it is settled. The way in is {@link
 * dev.tutti.tm.recovery.RecoveryAdmin}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.recovery;
