package dev.tutti.app.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM as a wish, so that what is in flight is finished before anything is closed. A
 * shutdown hook would run beside those of the libraries, which close the sources. The second signal
 * ends the process at once, which is safe too.
 */
final class StopSignal {

  private final AtomicInteger number = new AtomicInteger();

  static StopSignal install() {
    StopSignal stop = new StopSignal();
    stop.handle("INT", 2);
    stop.handle("TERM", 15);
    return stop;
  }

  /** By reflection: the class is there in every JDK, but no part of the Java platform. */
  private void handle(String name, int value) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler asked =
          (proxy, method, args) -> {
            if (method.getName().equals("handle")) {
              ask(value);
              return null;
            }
            return switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> args != null && proxy == args[0];
              default -> "stop on SIG" + name;
            };
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, asked));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Without it a signal ends the process where it is, and the next run recovers.
    }
  }

  /** A signal has come. */
  void ask(int value) {
    if (!number.compareAndSet(0, value)) {
      Runtime.getRuntime().halt(128 + value);
    }
  }

  boolean isAsked() {
    return number.get() != 0;
  }

  /** The code of a process that a signal ended, or the one that is given. */
  int exitCode(int code) {
    return isAsked() ? 128 + number.get() : code;
  }
}
