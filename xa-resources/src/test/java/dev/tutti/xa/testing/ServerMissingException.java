package dev.tutti.xa.testing;

import org.opentest4j.TestAbortedException;

/** This machine lacks something that a server needs: the test is aborted, not failed. */
public final class ServerMissingException extends TestAbortedException {

  /**
   * @param message one line: which server, what is missing, what to do
   */
  ServerMissingException(String message) {
    super(message);
  }
}
