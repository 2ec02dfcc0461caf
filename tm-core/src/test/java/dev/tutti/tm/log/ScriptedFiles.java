package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.file.Path;

/** Real files that fail when told to. */
final class ScriptedFiles implements JournalFiles {

  private final JournalFiles real = JournalFiles.real();
  volatile boolean failForce;
  volatile boolean failCreate;

  /** The bytes reach the file although the force fails. */
  volatile boolean reachesFile = true;

  volatile Runnable duringForce = () -> {};
  volatile Runnable afterFailedForce = () -> {};

  @Override
  public SegmentFile create(Path file) throws IOException {
    if (failCreate) {
      throw new IOException("No space left on device (scripted)");
    }
    SegmentFile target = real.create(file);
    return new SegmentFile() {
      @Override
      public void write(long offset, byte[] bytes, int length) throws IOException {
        target.write(offset, bytes, length);
      }

      @Override
      public void writeForced(long offset, byte[] bytes) throws IOException {
        duringForce.run();
        if (!failForce || reachesFile) {
          target.writeForced(offset, bytes);
        }
        if (failForce) {
          afterFailedForce.run();
          throw new IOException("Input/output error (scripted)");
        }
      }

      @Override
      public void force() throws IOException {
        target.force();
      }

      @Override
      public void close() throws IOException {
        target.close();
      }
    };
  }
}
