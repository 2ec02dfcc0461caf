/**
 * Queues as resources: Artemis over the network, or a broker inside the process.
 *
 * <p>The way in is {@link dev.tutti.xa.jms.JmsResource}. Sessions are pooled here rather than by a
 * pooling {@code ConnectionFactory}: those want a transaction manager to enlist with, while the
 * branch of a session must be enlisted with {@link dev.tutti.tm.spi.Enlistment}, and they cannot
 * cut one session off when its transaction must end.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.xa.jms;
