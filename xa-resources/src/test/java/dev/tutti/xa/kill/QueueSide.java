package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A broker in this process; each write is a message. */
record QueueSide(JmsResource manager) implements Side {

  static QueueSide of(String name, Path dir) {
    return new QueueSide(
        JmsResource.embeddedArtemis(name).directory(dir.resolve(name)).queue(ITEM).build());
  }

  @Override
  public void write(WriteContext tx, String value) {
    JMSContext context = tx.use(manager);
    context.createProducer().send(context.createQueue(ITEM), value);
  }

  @Override
  public List<String> values(TransactionSystem tutti) throws Exception {
    List<String> values = new ArrayList<>();
    manager.browse(
        ITEM,
        message -> {
          try {
            values.add(message.getBody(String.class));
          } catch (JMSException e) {
            throw new IllegalStateException(e);
          }
        });
    return values;
  }

  @Override
  public List<String> expected(List<String> writes, int before) {
    return writes;
  }
}
