package dev.tutti.app.admin;

import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One token for each role, in a file of the data directory that only its owner can read. Made when
 * it is not there. Only hashes stay in memory. Immutable.
 */
public final class Tokens {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int LONGEST = 1024;
  private static final int SHORTEST = 32;

  private final Map<Role, Digest> digests;

  private Tokens(Map<Role, Digest> digests) {
    this.digests = digests;
  }

  /**
   * Reads the tokens, and makes those that are missing.
   *
   * @param directory the data directory
   * @return the tokens
   * @throws ConfigurationException if a file is no token of one owner's
   * @throws IOException if one cannot be read or written
   */
  public static Tokens in(Path directory) throws IOException {
    Map<Role, Digest> digests = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Path file = file(directory, role);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        make(directory, file);
      }
      digests.put(role, Digest.of(read(file)));
    }
    return new Tokens(digests);
  }

  /**
   * Where a role's token is.
   *
   * @param directory the data directory
   * @param role whose
   * @return the file
   */
  public static Path file(Path directory, Role role) {
    return directory.resolve("admin-" + role.word() + ".token");
  }

  Optional<Role> roleOf(String token) {
    Optional<Role> found = Optional.empty();
    for (Map.Entry<Role, Digest> each : digests.entrySet()) { // all of them, whichever matches
      if (each.getValue().matches(token)) {
        found = Optional.of(each.getKey());
      }
    }
    return found;
  }

  /** Whole or not at all: it gets its name when it is written, and never one that is taken. */
  private static void make(Path directory, Path file) throws IOException {
    Path written = directory.resolve(file.getFileName() + "." + Digest.newSecret());
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            written,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      channel.write(
          ByteBuffer.wrap((Digest.newSecret() + "\n").getBytes(StandardCharsets.US_ASCII)));
    }
    try {
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException e) {
      // Another start of this moment made one: it counts.
    } finally {
      Files.delete(written);
    }
  }

  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
      throw new ConfigurationException(
          file.toString(), "is no token file; move it away, and a new one is made");
    }
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new ConfigurationException(
          file.toString(),
          "others than its owner may use it; delete it, and a new token is made (or chmod 600 it,"
              + " if nobody has read it)");
    }
    String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (token.length() < SHORTEST) {
      throw new ConfigurationException(
          file.toString(),
          "holds less than " + SHORTEST + " characters; delete it, and a new token is made");
    }
    return token;
  }
}
