package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk has not the room that the decision log needs next. Nothing was changed. */
final class NoRoomException extends IOException {

  private static final long serialVersionUID = 1L;

  private NoRoomException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * By what the disk says of itself, since the words of its error are in the user's language.
   *
   * @return this, or the problem itself if there would be room
   */
  static IOException of(Path directory, long needed, Exception problem) {
    IOException io = problem instanceof IOException known ? known : new IOException(problem);
    long free;
    try {
      free = Files.getFileStore(directory).getUsableSpace();
    } catch (IOException | RuntimeException e) {
      io.addSuppressed(e);
      return io;
    }
    return free >= needed
        ? io
        : new NoRoomException(
            problem.getMessage() + "; " + kib(needed) + " are needed, " + kib(free) + " are free",
            io);
  }

  private static String kib(long bytes) {
    return (bytes >> 10) + " KiB";
  }
}
