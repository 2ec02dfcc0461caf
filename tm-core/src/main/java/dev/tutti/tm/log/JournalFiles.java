package dev.tutti.tm.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** What the journal asks of a file; a test makes it fail. */
interface JournalFiles {

  /** Creates or truncates a segment. */
  SegmentFile create(Path file) throws IOException;

  /** One open file. */
  interface SegmentFile extends AutoCloseable {

    /** Writes without waiting for the disk. */
    void write(long offset, byte[] bytes, int length) throws IOException;

    /** Writes and returns when the bytes are on the disk: one force. */
    void writeForced(long offset, byte[] bytes) throws IOException;

    /** Forces all that was written. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** The files of the operating system. */
  static JournalFiles real() {
    return Real::new;
  }

  /**
   * Two descriptors of one file, the second one O_DSYNC. Not a FileChannel: an interrupt of the
   * committing thread would close it for everybody.
   */
  final class Real implements SegmentFile {

    private final RandomAccessFile plain;
    private final RandomAccessFile forced;

    private Real(Path file) throws IOException {
      plain = new RandomAccessFile(file.toFile(), "rw");
      plain.setLength(0);
      forced = new RandomAccessFile(file.toFile(), "rwd");
    }

    @Override
    public void write(long offset, byte[] bytes, int length) throws IOException {
      plain.seek(offset);
      plain.write(bytes, 0, length);
    }

    @Override
    public void writeForced(long offset, byte[] bytes) throws IOException {
      forced.seek(offset);
      forced.write(bytes);
    }

    @Override
    public void force() throws IOException {
      plain.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      try {
        forced.close();
      } finally {
        plain.close();
      }
    }
  }
}
