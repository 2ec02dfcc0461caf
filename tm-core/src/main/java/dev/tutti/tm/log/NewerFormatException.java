package dev.tutti.tm.log;

import java.io.IOException;

/** A record that only a newer version can read: nothing of the log may be changed by this one. */
final class NewerFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  NewerFormatException(String what) {
    super(what);
  }
}
