package dev.tutti.tm.sync;

import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.Participant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Internal: a live transaction as an operation sees it.
 *
 * @param live the transaction
 * @param registered which sources may take part
 */
public record LiveContext(LiveTransaction live, Predicate<Participant<?>> registered)
    implements WriteContext {

  @Override
  public <H> H use(Participant<H> participant) {
    if (!registered.test(participant)) {
      throw new IllegalArgumentException(
          participant.name()
              + ": this source is not registered with this transaction system: give it to start()");
    }
    try {
      return live.join(participant);
    } catch (HandleClosedException e) {
      throw e;
    } catch (Exception e) {
      throw new RolledBackException(
          Outcomes.text(live, participant.name() + " could not join: " + Outcomes.line(e)),
          live.id(),
          List.of(),
          e);
    }
  }

  @Override
  public String transactionId() {
    return live.id();
  }
}
