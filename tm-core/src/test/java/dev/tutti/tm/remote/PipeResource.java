package dev.tutti.tm.remote;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;

/**
 * A source whose server is another JVM at the end of a pipe: what a remote service needs to take
 * part, on the public SPI alone. A test can step in at each {@link Point}.
 */
final class PipeResource implements XaResourceManager, Participant<PipeResource.Values> {

  /** The handle. */
  interface Values {
    void put(String key, String value) throws IOException;
  }

  private final String name;
  private final Path directory;
  private final Map<Point, Step> steps = new ConcurrentHashMap<>();
  private Pipe pipe;
  private boolean down;

  PipeResource(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** What a test does at a point; what it throws is a line that is cut. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** Once: the next time that this point is passed. */
  void at(Point point, Step step) {
    steps.put(point, step);
  }

  void step(Point point) throws IOException {
    Step step = steps.remove(point);
    if (step != null) {
      step.run();
    }
  }

  /** SIGKILL, and nobody starts it again until {@link #up}. */
  synchronized void kill() {
    down = true;
    if (pipe != null) {
      pipe.kill();
    }
  }

  synchronized void up() {
    down = false;
  }

  /** The process, started if nobody holds it down. */
  synchronized Pipe pipe() throws IOException {
    if (down) {
      throw new IOException("the participant's process is down");
    }
    if (pipe == null || !pipe.isAlive()) {
      pipe = new Pipe(directory);
    }
    return pipe;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.DURABLE_XA;
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    try {
      return Optional.of(pipe().ask("identity").substring("ok ".length()));
    } catch (IOException e) {
      throw new ResourceUnavailableException(name, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Values join(Enlistment enlistment) throws Exception {
    PipeBranch branch = new PipeBranch(this, pipe());
    enlistment.gate().whenStuck(() -> {}, this::kill);
    enlistment.enlist(branch);
    return (key, value) ->
        enlistment
            .gate()
            .call(
                () -> {
                  branch.put(key, value);
                  return null;
                });
  }

  @Override
  public RecoveryConnection openRecovery() throws ResourceUnavailableException {
    try {
      PipeBranch branch = new PipeBranch(this, pipe());
      return new RecoveryConnection() {
        @Override
        public XAResource xaResource() {
          return branch;
        }

        @Override
        public void close() {}
      };
    } catch (IOException e) {
      throw new ResourceUnavailableException(name, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
