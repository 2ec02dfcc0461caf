package dev.tutti.app.sync;

import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.util.List;
import java.util.function.Consumer;

/** A broker, as targets need it. */
public interface QueueSource {

  /**
   * For sending in a transaction.
   *
   * @return the resource
   */
  Participant<JMSContext> participant();

  /**
   * The queues that it is configured with.
   *
   * @return their names; empty if it takes any
   */
  List<String> queues();

  /**
   * Whether a failure of a handle says that the broker is gone, and nothing of the message.
   *
   * @param failure what a handle threw
   * @return true if others would fail the same way
   */
  boolean isLost(Throwable failure);

  /**
   * Shows what is committed and was not received yet.
   *
   * @param queue the queue
   * @param each told each message, in order
   * @throws ResourceUnavailableException if it cannot be reached
   */
  void browse(String queue, Consumer<? super Message> each) throws ResourceUnavailableException;
}
