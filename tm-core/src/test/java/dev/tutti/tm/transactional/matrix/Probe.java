package dev.tutti.tm.transactional.matrix;

/** One method for each type. */
public interface Probe {

  /** What the method does. */
  @FunctionalInterface
  interface Work {
    String run() throws Exception;
  }

  String required(Work work) throws Exception;

  String requiresNew(Work work) throws Exception;

  String mandatory(Work work) throws Exception;

  String supports(Work work) throws Exception;

  String notSupported(Work work) throws Exception;

  String never(Work work) throws Exception;
}
