package dev.tutti.app.sync;

/** A source refused its part of a record. */
final class TargetException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String target;

  TargetException(String target, Exception cause) {
    super(cause.getMessage(), cause);
    this.target = target;
  }

  String target() {
    return target;
  }
}
