/**
 * Internal: JSON as the operator's socket and the history speak it: small, bounded, one value in a
 * line. It builds records of a type that the reader names, never of one that the text names.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.json;
