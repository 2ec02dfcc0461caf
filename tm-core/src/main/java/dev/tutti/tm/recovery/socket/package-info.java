/**
 * The operator's door to a running node: a Unix-domain socket in its store, for its owner only. The
 * ways in are {@link dev.tutti.tm.recovery.socket.OperatorClient} and {@link
 * dev.tutti.tm.recovery.socket.OperatorServer}.
 *
 * <p>One connection, one question: a line of JSON. The answer is any number of lines of progress
 * and one last line. There is no Java serialization, every size and time is bounded.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.recovery.socket;
