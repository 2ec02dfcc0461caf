package dev.tutti.app.wiring;

import dev.tutti.app.sync.QueueSource;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.util.List;
import java.util.function.Consumer;

/**
 * A broker, as the mapping's targets need it.
 *
 * @param jms the resource
 */
public record BrokerQueues(JmsResource jms) implements QueueSource {
  @Override
  public Participant<JMSContext> participant() {
    return jms;
  }

  @Override
  public List<String> queues() {
    return jms.queues();
  }

  @Override
  public boolean isLost(Throwable failure) {
    return jms.isConnectionLost(failure);
  }

  @Override
  public void browse(String queue, Consumer<? super Message> each)
      throws ResourceUnavailableException {
    jms.browse(queue, each);
  }
}
