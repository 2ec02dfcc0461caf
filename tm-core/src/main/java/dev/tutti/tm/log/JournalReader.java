package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a journal's segments say. Frames are numbered without a gap, and each is followed by
 * an acknowledgement of the same number, so a gap, an acknowledgement without its frame, or a
 * segment that lost its end is damage: it is reported with the boots that could have written what
 * is missing. An invalid last frame without any of these was never acknowledged and is dropped.
 */
final class JournalReader {

  /** The last bytes of every segment: a segment without them was cut. */
  static final byte[] TRAILER = {'T', 'U', 'T', 'T', 'I', 'E', 'N', 'D'};

  /** Said of starts that the journal knows nothing of: they did nothing, or it is an older copy. */
  static final String NO_TRACE = "the journal knows nothing of that start: it may be an older copy";

  private static final Pattern NAME = Pattern.compile("journal-(\\d{9})\\.log");

  /** One segment file. */
  record Segment(Path file, int number) {}

  /** What was read. */
  record Result(
      JournalState state, List<Segment> segments, List<Quarantine.Piece> pieces, long sequence) {}

  private final JournalState state = new JournalState();
  private final List<Quarantine.Piece> pieces = new ArrayList<>();
  private int lastBoot;
  private long lastSequence;

  private JournalReader() {}

  static Path file(Path directory, int number) {
    return directory.resolve(String.format("journal-%09d.log", number));
  }

  static List<Segment> segments(Path directory) throws IOException {
    List<Segment> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher match = NAME.matcher(String.valueOf(file.getFileName()));
        if (match.matches()) {
          found.add(new Segment(file, Integer.parseInt(match.group(1))));
        }
      }
    }
    found.sort(Comparator.comparingInt(Segment::number));
    return found;
  }

  /** Reads everything; {@code boot} is the start that reads, later than all that wrote. */
  static Result read(Path directory, int boot) throws IOException {
    JournalReader reader = new JournalReader();
    List<Segment> segments = segments(directory);
    for (Segment segment : segments) {
      try {
        reader.readSegment(segment.file());
      } catch (NewerFormatException e) {
        throw new StoreException(
            directory
                + ": a newer version has written "
                + e.getMessage()
                + " into the decision log, which this version (it reads format "
                + Store.FORMAT
                + ") cannot read. "
                + Store.RUN_THE_NEWER_ONE,
            e);
      }
    }
    if (reader.lastBoot >= boot) {
      throw new StoreException(
          directory
              + ": the journal is of start "
              + reader.lastBoot
              + ", store.properties of start "
              + (boot - 1)
              + ": they do not belong together. Restore the whole directory from one moment.",
          null);
    }
    if (reader.lastSequence == 0 && boot > 1) {
      reader.damage(0, boot - 1, "the journal is missing or has no readable frame");
    } else if (reader.lastBoot + 1 < boot) {
      reader.damage(reader.lastBoot + 1, boot - 1, NO_TRACE);
    }
    return new Result(reader.state, segments, reader.pieces, reader.lastSequence);
  }

  private void readSegment(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int sound = 0; // where the last valid frame ends
    int offset = 0;
    boolean any = false;
    while (offset < bytes.length) {
      Frame frame = Frame.read(bytes, offset);
      if (frame == null) {
        offset = Frame.nextCandidate(bytes, offset + 1);
      } else {
        any = true;
        accept(frame, file, bytes, sound, offset);
        offset += Frame.sizeAt(bytes, offset);
        sound = offset;
      }
    }
    boolean cut =
        bytes.length < TRAILER.length
            || !Arrays.equals(
                bytes, bytes.length - TRAILER.length, bytes.length, TRAILER, 0, TRAILER.length);
    if (any && cut) {
      String what = file.getFileName() + " was cut at byte " + bytes.length;
      keep(lastBoot, lastBoot, what, Arrays.copyOfRange(bytes, sound, bytes.length));
    }
  }

  private void accept(Frame frame, Path file, byte[] bytes, int sound, int offset) {
    boolean acknowledgement = frame.entries().isEmpty();
    long due = acknowledgement ? lastSequence : lastSequence + 1;
    if (frame.sequence() < due) {
      return;
    }
    if (frame.sequence() > due && !frame.isSnapshot()) {
      keep(
          lastBoot,
          frame.startsBoot() ? frame.boot() - 1 : frame.boot(),
          file.getFileName() + ", bytes " + sound + " to " + offset,
          Arrays.copyOfRange(bytes, sound, offset));
    }
    frame.entries().forEach(state::apply);
    lastBoot = frame.boot();
    lastSequence = frame.sequence();
  }

  private void keep(int fromBoot, int toBoot, String what, byte[] bytes) {
    damage(fromBoot, toBoot, what);
    if (bytes.length > 0) {
      Frame.Entry.Damaged hold = new Frame.Entry.Damaged(fromBoot, toBoot, what);
      pieces.add(new Quarantine.Piece(hold, ByteBuffer.wrap(bytes)));
    }
  }

  private void damage(int fromBoot, int toBoot, String what) {
    state.apply(new Frame.Entry.Damaged(fromBoot, toBoot, what));
  }
}
