/**
 * Internal: the node's own store: who owns it, and the journal of decisions. One record for each
 * decision, forced once, shared by all that wait together. No Java serialization.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.log;
