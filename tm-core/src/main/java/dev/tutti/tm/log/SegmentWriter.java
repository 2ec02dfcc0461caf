package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames into segments of a fixed size that are filled with zeros beforehand, so that a
 * force writes data only and a full disk is noticed before a decision is at stake. Used by one
 * thread at a time, under the journal's turn.
 */
final class SegmentWriter {

  private static final int MIN_SIZE = 4 << 20;
  private static final byte[] ZEROS = new byte[1 << 16];

  /** Nothing of the frame has reached a file that a reader will believe. */
  static final class NotWrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    NotWrittenException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** A segment that has its room, and nothing in it. */
  private record Reserved(Path path, JournalFiles.SegmentFile file, int size) {}

  /** Answers the state that a new segment begins with. */
  interface SnapshotSource {
    List<Frame.Entry> snapshot();
  }

  private final Path directory;
  private final JournalFiles files;
  private final int boot;
  private final AtomicLong forces = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private JournalFiles.@Nullable SegmentFile file;
  private @Nullable Reserved reserved;
  private int number;
  private volatile int size;
  private int position;
  private long sequence;

  SegmentWriter(Path directory, JournalFiles files, int boot, JournalReader.Result read) {
    this.directory = directory;
    this.files = files;
    this.boot = boot;
    this.sequence = read.sequence();
    this.number =
        read.segments().isEmpty() ? 0 : read.segments().get(read.segments().size() - 1).number();
  }

  /** Appends a frame and forces it. */
  void append(List<Frame.Entry> entries, SnapshotSource source) throws IOException {
    byte[] bytes = new Frame(boot, sequence + 1, entries).encode();
    if (position + bytes.length + 2 * Frame.HEADER + JournalReader.TRAILER.length > size) {
      try {
        rotate(source.snapshot(), bytes.length);
      } catch (IOException e) {
        throw new NotWrittenException(e);
      }
      bytes = new Frame(boot, sequence + 1, entries).encode();
    }
    write(bytes);
  }

  private void write(byte[] bytes) throws IOException {
    JournalFiles.SegmentFile target = file;
    if (target == null) {
      throw new IOException("no segment is open");
    }
    // A number is used once, even by a write that fails: what voids it must come after it.
    sequence++;
    target.writeForced(position, bytes);
    forces.incrementAndGet();
    position += bytes.length;
    byte[] acknowledgement = new Frame(boot, sequence, List.of()).encode();
    target.write(position, acknowledgement, acknowledgement.length);
    position += acknowledgement.length;
    written.addAndGet(bytes.length + acknowledgement.length);
  }

  /**
   * Takes the room of the next segment, durably: what a full disk refuses is refused here, before
   * anything depends on it. Without a frame in it a reader finds nothing there.
   */
  void reserve(List<Frame.Entry> snapshot) throws IOException {
    discard();
    reserved = reserved(new Frame(boot, sequence + 1, snapshot).encode().length);
  }

  private Reserved reserved(int length) throws IOException {
    int newSize = Math.max(MIN_SIZE, Math.addExact(Math.multiplyExact(2, length), 1 << 16));
    Path path = JournalReader.file(directory, number + 1);
    JournalFiles.SegmentFile next = null;
    try {
      next = files.create(path);
      for (int at = 0; at < newSize; at += ZEROS.length) {
        next.write(at, ZEROS, Math.min(ZEROS.length, newSize - at));
      }
      byte[] trailer = JournalReader.TRAILER;
      next.write(newSize - trailer.length, trailer, trailer.length);
      next.force();
      Directories.force(directory);
      forces.incrementAndGet();
      return new Reserved(path, next, newSize);
    } catch (IOException | RuntimeException e) {
      drop(next, path, e);
      throw NoRoomException.of(directory, newSize, e);
    }
  }

  /** Begins a new segment with a snapshot, durably, and then drops the older ones. */
  void rotate(List<Frame.Entry> snapshot) throws IOException {
    rotate(snapshot, 0);
  }

  private void rotate(List<Frame.Entry> snapshot, int extra) throws IOException {
    byte[] first = new Frame(boot, sequence + 1, snapshot).encode();
    Reserved taken = reserved;
    reserved = null;
    Reserved room = taken == null ? reserved(first.length + extra) : taken;
    JournalFiles.SegmentFile next = room.file();
    try {
      next.writeForced(0, first);
    } catch (IOException | RuntimeException e) {
      drop(next, room.path(), e);
      throw e;
    }
    forces.incrementAndGet();
    written.addAndGet(first.length);
    closeQuietly(file);
    file = next;
    number++;
    size = room.size();
    sequence++;
    position = first.length;
    for (JournalReader.Segment old : JournalReader.segments(directory)) {
      if (old.number() < number) {
        Files.deleteIfExists(old.file());
      }
    }
    // A segment that a power cut brings back is older than the snapshot, but need not come back.
    Directories.force(directory);
  }

  long forces() {
    return forces.get();
  }

  /** Without the zeros that segments begin with. */
  long written() {
    return written.get();
  }

  /** Of the one segment that is kept. */
  int size() {
    return size;
  }

  /** Gives back what was reserved and not used. */
  void discard() {
    Reserved unused = reserved;
    reserved = null;
    if (unused != null) {
      drop(unused.file(), unused.path(), null);
    }
  }

  void close() {
    discard();
    closeQuietly(file);
    file = null;
  }

  /** A file that stays all the same has no frame that a reader needs. */
  private static void drop(
      JournalFiles.@Nullable SegmentFile file, Path path, @Nullable Throwable why) {
    closeQuietly(file);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      if (why != null) {
        why.addSuppressed(e);
      }
    }
  }

  private static void closeQuietly(JournalFiles.@Nullable SegmentFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // Everything that matters was forced before.
      }
    }
  }
}
