package dev.tutti.app.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Writes from many threads until it is killed. */
public final class Load {

  static final int THREADS = 16;

  private Load() {}

  /** Takes the store and the words of {@link Endpoint#words}. */
  public static void main(String[] args) throws Exception {
    List<String> words = List.of(args);
    SoakSystem system =
        new SoakSystem(
            Endpoint.of(words.subList(1, words.size())),
            Path.of(words.get(0)),
            THREADS,
            Duration.ofSeconds(10));
    // Numbers that no load before this one had.
    AtomicLong next = new AtomicLong(System.currentTimeMillis() * 1_000);
    for (int i = 0; i < THREADS; i++) {
      new Thread(new Writer(system, next, Long.MAX_VALUE, new Tally()), "load-" + i).start();
    }
  }
}
