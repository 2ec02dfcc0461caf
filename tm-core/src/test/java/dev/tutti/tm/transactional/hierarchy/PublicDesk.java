package dev.tutti.tm.transactional.hierarchy;

import dev.tutti.tm.TransactionSystem;

/** The compiler gives it bridges, since its base cannot be seen. */
public class PublicDesk extends HiddenDesk {

  public PublicDesk(TransactionSystem tutti) {
    super(tutti);
  }
}
