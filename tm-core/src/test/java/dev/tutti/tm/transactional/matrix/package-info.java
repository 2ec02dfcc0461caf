/** The semantics of {@code Transactional}, once for every front door. */
package dev.tutti.tm.transactional.matrix;
