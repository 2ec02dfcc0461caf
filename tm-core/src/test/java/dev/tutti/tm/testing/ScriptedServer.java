package dev.tutti.tm.testing;

import dev.tutti.tm.log.XidKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.transaction.xa.Xid;

/**
 * The server side of the fake: prepared branches and committed values in files, so that it survives
 * the death of the JVM as a server would.
 */
public final class ScriptedServer {

  private final Path directory;

  public ScriptedServer(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("prepared"));
      Files.createDirectories(directory.resolve("committed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void prepare(Xid xid, Map<String, String> values) {
    Properties properties = new Properties();
    properties.putAll(values);
    Path file = prepared(xid);
    Path next = directory.resolve(file.getFileName() + ".next");
    try {
      try (OutputStream out = Files.newOutputStream(next)) {
        properties.store(out, null);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False if there is no such branch. */
  synchronized boolean commitPrepared(Xid xid) {
    try {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(prepared(xid))) {
        properties.load(in);
      }
      for (String key : properties.stringPropertyNames()) {
        commit(key, properties.getProperty(key));
      }
      Files.delete(prepared(xid));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void commit(String key, String value) {
    try {
      Files.writeString(directory.resolve("committed").resolve(key), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False if there is no such branch. */
  public synchronized boolean forgetPrepared(Xid xid) {
    try {
      return Files.deleteIfExists(prepared(xid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized Set<XidKey> prepared() {
    String[] names = directory.resolve("prepared").toFile().list();
    if (names == null) {
      throw new UncheckedIOException(new IOException(directory + " cannot be listed"));
    }
    return Arrays.stream(names).map(ScriptedServer::parse).collect(Collectors.toSet());
  }

  public synchronized Map<String, String> committed() {
    try (Stream<Path> files = Files.list(directory.resolve("committed"))) {
      Map<String, String> values = new LinkedHashMap<>();
      for (Path file : files.sorted().toList()) {
        values.put(file.getFileName().toString(), Files.readString(file));
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path prepared(Xid xid) {
    HexFormat hex = HexFormat.of();
    return directory
        .resolve("prepared")
        .resolve(
            xid.getFormatId()
                + "_"
                + hex.formatHex(xid.getGlobalTransactionId())
                + "_"
                + hex.formatHex(xid.getBranchQualifier()));
  }

  private static XidKey parse(String name) {
    String[] parts = name.split("_", -1);
    HexFormat hex = HexFormat.of();
    return new XidKey(Integer.parseInt(parts[0]), hex.parseHex(parts[1]), hex.parseHex(parts[2]));
  }
}
