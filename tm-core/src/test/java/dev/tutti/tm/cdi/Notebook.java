package dev.tutti.tm.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionScoped;
import java.util.ArrayList;
import java.util.List;

/** What one transaction notes. */
@TransactionScoped
class Notebook {

  private final List<String> notes = new ArrayList<>();
  @Inject Memory memory;

  void note(String note) {
    notes.add(note);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  @PreDestroy
  void destroyed() {
    memory.hear("destroyed " + notes);
  }
}
