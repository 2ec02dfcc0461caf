package dev.tutti.app.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file with one JSON object in each line, a line at a time. Not thread-safe. */
final class JsonLines implements Closeable {

  private static final int LONGEST_LINE = 16 * 1024 * 1024;

  private final String name;
  private final InputStream in;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(4096);
  private long line;
  private long bytes;

  JsonLines(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  static JsonLines open(Path file) throws IOException {
    return new JsonLines(String.valueOf(file.getFileName()), Files.newInputStream(file));
  }

  /** File and line of the last record, for people. */
  String where() {
    return name + ":" + line;
  }

  /** How many bytes were read. */
  long bytes() {
    return bytes;
  }

  /**
   * The next record; empty lines are passed over. After a RecordException the next call goes on
   * behind the bad line.
   *
   * @return null at the end
   */
  @Nullable SourceRecord next() throws IOException, RecordException {
    while (true) {
      byte[] text = nextLine();
      if (text == null) {
        return null;
      }
      if (!isBlank(text)) {
        return parse(text);
      }
    }
  }

  private byte @Nullable [] nextLine() throws IOException, RecordException {
    buffer.reset();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    line++;
    long length = 0;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (++length <= LONGEST_LINE) {
        buffer.write(b);
      }
    }
    bytes += length + 1;
    if (length > LONGEST_LINE) {
      throw new RecordException("the line is longer than " + LONGEST_LINE + " bytes");
    }
    byte[] text = buffer.toByteArray();
    boolean mark =
        line == 1
            && text.length >= 3
            && text[0] == (byte) 0xEF
            && text[1] == (byte) 0xBB
            && text[2] == (byte) 0xBF;
    return mark ? java.util.Arrays.copyOfRange(text, 3, text.length) : text;
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private SourceRecord parse(byte[] text) throws IOException, RecordException {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return new SourceRecord(where(), object);
      }
      throw new RecordException("a record is a JSON object like {\"id\": 1}, this is none");
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new RecordException(
          (column > 0 ? "column " + column + ": " : "")
              + "not valid JSON: "
              + e.getOriginalMessage().replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
