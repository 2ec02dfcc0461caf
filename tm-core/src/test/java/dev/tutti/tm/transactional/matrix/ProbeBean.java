package dev.tutti.tm.transactional.matrix;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** The bean behind each door. Doors with an annotation of their own have a bean of their own. */
public class ProbeBean implements Probe {

  /** Rolls back although it is checked. */
  public static class Listed extends Exception {}

  /** Does not roll back although it is unchecked. */
  public static class Forgiven extends RuntimeException {}

  /** Is in both lists. */
  public static class Both extends Listed {}

  @Override
  @Transactional(
      rollbackOn = Listed.class,
      dontRollbackOn = {Forgiven.class, Both.class})
  public String required(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      value = TxType.REQUIRES_NEW,
      rollbackOn = Listed.class,
      dontRollbackOn = {Forgiven.class, Both.class})
  public String requiresNew(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      value = TxType.MANDATORY,
      rollbackOn = Listed.class,
      dontRollbackOn = {Forgiven.class, Both.class})
  public String mandatory(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      value = TxType.SUPPORTS,
      rollbackOn = Listed.class,
      dontRollbackOn = {Forgiven.class, Both.class})
  public String supports(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      value = TxType.NOT_SUPPORTED,
      rollbackOn = Listed.class,
      dontRollbackOn = {Forgiven.class, Both.class})
  public String notSupported(Work work) throws Exception {
    return work.run();
  }

  @Override
  @Transactional(
      value = TxType.NEVER,
      rollbackOn = Listed.class,
      dontRollbackOn = {Forgiven.class, Both.class})
  public String never(Work work) throws Exception {
    return work.run();
  }
}
