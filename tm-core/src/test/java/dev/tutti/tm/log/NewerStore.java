package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes a store of this version look as if a newer one had written to it. */
public final class NewerStore {

  private NewerStore() {}

  /** The whole store has a form that this version does not know. */
  public static void format(Path store, int format) throws IOException {
    Path file = store.resolve("store.properties");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("format=" + Store.FORMAT, "format=" + format));
  }

  /** Behind the last record there is one of a kind that this version may not ignore. */
  public static void record(Path store) throws IOException {
    JournalReader.Result read = JournalReader.read(store, Integer.MAX_VALUE);
    int last = read.segments().size() - 1;
    append(
        read.segments().get(last).file(),
        read.sequence() + 1,
        new Frame.Entry.Unknown("Qa kind that decides something"));
  }

  static void append(Path segment, long sequence, Frame.Entry... entries) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int end = bytes.length - JournalReader.TRAILER.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    byte[] frame = new Frame(1, sequence, List.of(entries)).encode();
    // The last number ends in what is no zero; behind it another frame may begin.
    System.arraycopy(frame, 0, bytes, end, frame.length);
    Files.write(segment, bytes);
  }
}
