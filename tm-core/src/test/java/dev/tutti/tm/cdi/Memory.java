package dev.tutti.tm.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears everything. */
@ApplicationScoped
class Memory {

  /** An event of the application. */
  record Said(String word) {}

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> observed = new CopyOnWriteArrayList<>();
  @Inject Event<Said> event;

  void hear(String what) {
    heard.add(what);
  }

  void forget() {
    heard.clear();
    observed.clear();
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  List<String> observed() {
    return List.copyOf(observed);
  }

  void fire(String word) {
    event.fire(new Said(word));
  }

  void begun(@Observes @Initialized(TransactionScoped.class) Transaction transaction) {
    hear("initialized " + transaction);
  }

  void ending(@Observes @BeforeDestroyed(TransactionScoped.class) Transaction transaction) {
    hear("before-destroyed " + transaction);
  }

  void ended(@Observes @Destroyed(TransactionScoped.class) Transaction transaction) {
    hear("gone " + transaction);
  }

  void now(@Observes Said said) {
    observed.add("in-progress " + said.word());
  }

  void before(@Observes(during = TransactionPhase.BEFORE_COMPLETION) Said said) {
    observed.add("before-completion " + said.word());
  }

  void success(@Observes(during = TransactionPhase.AFTER_SUCCESS) Said said) {
    observed.add("after-success " + said.word());
  }

  void failure(@Observes(during = TransactionPhase.AFTER_FAILURE) Said said) {
    observed.add("after-failure " + said.word());
  }

  void completion(@Observes(during = TransactionPhase.AFTER_COMPLETION) Said said) {
    observed.add("after-completion " + said.word());
  }
}
