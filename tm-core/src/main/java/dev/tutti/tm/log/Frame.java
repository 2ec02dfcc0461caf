package dev.tutti.tm.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What one force makes durable: a header, then entries. Layout, big-endian: magic(4) length(4)
 * crc32c(4) boot(4) sequence(8), then {@code length} bytes of entries. The checksum covers all that
 * follows it. A frame without entries acknowledges the frame of the same number: it is written when
 * that one has been forced, and is not forced itself.
 *
 * @param boot which start of the store wrote it
 * @param sequence counts frames, over all segments
 * @param entries what it says, in order
 */
record Frame(int boot, long sequence, List<Entry> entries) {

  static final int HEADER = 24;
  private static final int MAGIC = 0x54_54_4C_31;
  private static final int MAX_LENGTH = 1 << 28;

  /** One statement of a frame. */
  sealed interface Entry {
    /** The whole truth so far: earlier frames and segments are void. */
    record Snapshot() implements Entry {}

    /** A start of the store. */
    record Started() implements Entry {}

    /**
     * A decision, new or with progress. What a newer version has added to it is carried along: one
     * character for each byte.
     */
    record Decided(DecisionRecord record, String added) implements Entry {
      Decided(DecisionRecord record) {
        this(record, "");
      }
    }

    /**
     * Something that a newer version says and that an older one may do without, told by a digit as
     * its tag: carried along. One character for each byte, the tag first.
     */
    record Unknown(String tagged) implements Entry {}

    /** A decision has nothing left to do. */
    record Ended(String transactionId) implements Entry {}

    /** Records of these boots were damaged: what they could explain is held. */
    record Damaged(int fromBoot, int toBoot, String what) implements Entry {}

    /** An operator has ended one hold; an empty id, as older versions wrote it, ends every one. */
    record Released(String damageId) implements Entry {}
  }

  byte[] encode() {
    List<byte[]> bodies = new ArrayList<>(entries.size());
    int length = 0;
    for (Entry entry : entries) {
      byte[] body = encode(entry);
      bodies.add(body);
      length += 4 + body.length;
    }
    ByteBuffer out = ByteBuffer.allocate(HEADER + length);
    out.putInt(MAGIC).putInt(length).putInt(0).putInt(boot).putLong(sequence);
    for (byte[] body : bodies) {
      out.putInt(body.length).put(body);
    }
    out.putInt(8, crc(out.array(), 12, HEADER - 12 + length));
    return out.array();
  }

  /** The frame at an offset, and null where there is no valid one. */
  static @Nullable Frame read(byte[] segment, int offset) throws NewerFormatException {
    if (segment.length - offset < HEADER) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(segment, offset, segment.length - offset);
    int magic = in.getInt();
    int length = in.getInt();
    if (magic != MAGIC
        || length < 0
        || length > MAX_LENGTH
        || length > segment.length - offset - HEADER
        || in.getInt() != crc(segment, offset + 12, HEADER - 12 + length)) {
      return null;
    }
    int boot = in.getInt();
    long sequence = in.getLong();
    List<Entry> entries = new ArrayList<>();
    int end = offset + HEADER + length;
    while (in.position() < end) {
      byte[] body = new byte[in.getInt()];
      in.get(body);
      try {
        entries.add(decode(body));
      } catch (IOException e) {
        // The checksum is right, so a newer version wrote it: refuse rather than guess.
        throw new NewerFormatException(String.valueOf(e.getMessage()));
      }
    }
    return new Frame(boot, sequence, entries);
  }

  boolean isSnapshot() {
    return !entries.isEmpty() && entries.get(0) instanceof Entry.Snapshot;
  }

  boolean startsBoot() {
    return !entries.isEmpty() && entries.get(0) instanceof Entry.Started;
  }

  /** The next offset at which a frame could begin, or the end. */
  static int nextCandidate(byte[] segment, int from) {
    int at = from;
    while (at < segment.length && segment[at] != (byte) (MAGIC >>> 24)) {
      at++;
    }
    return at;
  }

  static int sizeAt(byte[] segment, int offset) {
    return HEADER + ByteBuffer.wrap(segment, offset + 4, 4).getInt();
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static byte[] encode(Entry entry) {
    if (entry instanceof Entry.Decided decided) {
      return tagged('D', decided.record().encode(), decided.added().getBytes(ISO_8859_1));
    }
    if (entry instanceof Entry.Ended ended) {
      return tagged('E', ended.transactionId().getBytes(StandardCharsets.UTF_8));
    }
    if (entry instanceof Entry.Damaged damaged) {
      String text = damaged.fromBoot() + " " + damaged.toBoot() + " " + damaged.what();
      return tagged('X', text.getBytes(StandardCharsets.UTF_8));
    }
    if (entry instanceof Entry.Snapshot) {
      return tagged('S', new byte[0]);
    }
    if (entry instanceof Entry.Released released) {
      // A tag of its own: an older version must refuse it, not end every hold.
      return released.damageId().isEmpty()
          ? tagged('R', new byte[0])
          : tagged('r', released.damageId().getBytes(StandardCharsets.UTF_8));
    }
    if (entry instanceof Entry.Unknown unknown) {
      return unknown.tagged().getBytes(ISO_8859_1);
    }
    return tagged('B', new byte[0]);
  }

  private static byte[] tagged(char tag, byte[]... body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    for (byte[] part : body) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static Entry decode(byte[] tagged) throws IOException {
    byte[] body = Arrays.copyOfRange(tagged, 1, tagged.length);
    String text = new String(body, StandardCharsets.UTF_8);
    if (tagged[0] >= '0' && tagged[0] <= '9') {
      return new Entry.Unknown(new String(tagged, ISO_8859_1));
    }
    return switch (tagged[0]) {
      case 'D' -> decided(body);
      case 'E' -> new Entry.Ended(text);
      case 'S' -> new Entry.Snapshot();
      case 'B' -> new Entry.Started();
      case 'R' -> new Entry.Released("");
      case 'r' -> new Entry.Released(text);
      case 'X' -> damaged(text.split(" ", 3));
      default -> throw new IOException("a record of kind '" + (char) tagged[0] + "'");
    };
  }

  private static Entry decided(byte[] body) throws IOException {
    DecisionRecord record = DecisionRecord.decode(body);
    int known = record.encode().length;
    return new Entry.Decided(record, new String(body, known, body.length - known, ISO_8859_1));
  }

  private static Entry damaged(String[] parts) {
    return new Entry.Damaged(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
  }
}
