package dev.tutti.app.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tutti.app.servers.Outside;
import dev.tutti.app.servers.RealSet;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads every source by himself, over plain connections, and says what is wrong with them: none of
 * our own code takes part.
 */
final class Judge {

  private static final String QUEUE = "order-placed";
  private static final int REFUSALS = 50;
  private static final int LAST_LOOKS = 3;
  private static final String KEY = "tutti_key";

  private final ObjectMapper json = new ObjectMapper();
  private final RealSet set;

  Judge(RealSet set) {
    this.set = set;
  }

  /**
   * What he found.
   *
   * @param records how many orders are everywhere
   * @param problems what differs; empty if all sources hold the same, each order as it should be
   */
  record Verdict(int records, List<String> problems) {}

  /** Compares the sources with each other, and each order that is there with what it should be. */
  Verdict compare() throws Exception {
    List<String> problems = new ArrayList<>();
    List<Numbers> all = read(problems);
    for (Numbers other : all.subList(1, all.size())) {
      other.compare(all.get(0));
    }
    return new Verdict(all.get(0).count(), problems);
  }

  /** Whether each source holds exactly the orders 1 to the last, each once. */
  List<String> compare(long last) throws Exception {
    List<String> problems = new ArrayList<>();
    read(problems).forEach(source -> source.requireAll(last));
    return problems;
  }

  private List<Numbers> read(List<String> problems) throws Exception {
    List<Numbers> all = new ArrayList<>();
    for (OrderTable table : OrderTable.of(set)) {
      Numbers numbers = new Numbers(table.name(), problems);
      table.read(numbers);
      all.add(numbers);
    }
    Numbers messages = new Numbers(QUEUE, problems);
    browse(messages);
    all.add(messages);
    return all;
  }

  /** A browser can end early, or be passed by: others look until none of several sees more. */
  private void browse(Numbers messages) throws Exception {
    Set<String> seen = new HashSet<>();
    for (int inVain = 0; inVain < LAST_LOOKS; inVain++) {
      if (look(seen, messages)) {
        inVain = -1;
      }
    }
  }

  private boolean look(Set<String> seen, Numbers messages) throws Exception {
    boolean more = false;
    try (Connection connection = set.broker().connections().createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(QUEUE))) {
      connection.start();
      Enumeration<?> all = browser.getEnumeration();
      // The broker says "no more" too while the connection is full; asked again, it goes on.
      for (int refused = 0; refused < REFUSALS; ) {
        if (all.hasMoreElements()) {
          Message message = (Message) all.nextElement();
          if (seen.add(message.getJMSMessageID())) {
            message(message, messages);
            more = true;
          }
          refused = 0;
        } else {
          refused++;
        }
      }
    }
    return more;
  }

  private void message(Message message, Numbers messages) throws Exception {
    Order order = order(message);
    messages.add(order.id());
    if (!(message instanceof TextMessage text)
        || !json.readTree(text.getText()).equals(json.readTree(order.json()))) {
      messages.problem("the message of order " + order.id() + " is not as it was sent");
    }
  }

  private static Order order(Message message) throws JMSException {
    return new Order(Long.parseLong(message.getStringProperty(KEY).substring(Order.KEY.length())));
  }

  /** What the servers keep prepared of ours, of those that run. */
  Set<String> inDoubt() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Outside server : set.outside()) {
      if (server.server().running()) {
        server.prepared().stream()
            .filter(xid -> !xid.equals(Outside.FOREIGN))
            .forEach(xid -> found.add(server.server().name() + " " + xid));
      }
    }
    return found;
  }

  /** The servers whose foreign branch is gone. */
  List<String> foreignGone() throws Exception {
    List<String> gone = new ArrayList<>();
    for (Outside server : set.outside()) {
      if (!server.prepared().contains(Outside.FOREIGN)) {
        gone.add(server.server().name());
      }
    }
    return gone;
  }
}
