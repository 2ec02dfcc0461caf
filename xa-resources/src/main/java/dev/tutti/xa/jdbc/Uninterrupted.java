package dev.tutti.xa.jdbc;

/**
 * Keeps an interrupt that was there before out of a call, and gives it back after it: a driver that
 * does file I/O in this process would see its channel closed.
 */
final class Uninterrupted {

  private Uninterrupted() {}

  static <T, X extends Exception> T call(Call<T, X> call) throws X {
    boolean interrupted = Thread.interrupted();
    try {
      return call.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is called. */
  @FunctionalInterface
  interface Call<T, X extends Exception> {
    T run() throws X;
  }
}
