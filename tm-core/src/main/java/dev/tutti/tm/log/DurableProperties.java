package dev.tutti.tm.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/** A small file of keys and values that is replaced as a whole, durably. */
final class DurableProperties {

  private static final int PAGE = 4096;

  private final Path file;
  private final String comment;

  DurableProperties(Path file, String comment) {
    this.file = file;
    this.comment = comment;
  }

  boolean exists() {
    return Files.exists(file);
  }

  Map<String, String> read() throws IOException {
    Map<String, String> values = new TreeMap<>();
    if (exists()) {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(file)) {
        properties.load(in);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is damaged: " + e.getMessage(), e);
      }
      properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
    }
    return values;
  }

  void write(Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    StringWriter text = new StringWriter();
    properties.store(text, comment);
    byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try {
      force(next, content);
    } catch (IOException e) {
      Files.deleteIfExists(next);
      throw NoRoomException.of(parent, PAGE, e);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Directories.force(parent);
  }

  private static void force(Path next, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
