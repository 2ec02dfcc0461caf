package dev.tutti.tm.transactional.internal;

/**
 * Internal: whether the calling thread may use its {@code UserTransaction} now (JTA 2.0, section
 * 3.7: not inside a method whose type is other than NOT_SUPPORTED or NEVER). Thread-safe.
 */
public final class UserTransactionRule {

  /** Of this system alone: it must not reach the next one in the JVM. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<String> forbiddenBy = new ThreadLocal<>();

  /** Makes one. */
  public UserTransactionRule() {}

  /**
   * Who forbids it.
   *
   * @return the method that the thread is in; empty if it is allowed
   */
  String forbiddenBy() {
    String method = forbiddenBy.get();
    return method == null ? "" : method;
  }

  /** Sets who forbids it, for the calling thread; empty if nobody does. */
  void set(String method) {
    if (method.isEmpty()) {
      forbiddenBy.remove();
    } else {
      forbiddenBy.set(method);
    }
  }
}
