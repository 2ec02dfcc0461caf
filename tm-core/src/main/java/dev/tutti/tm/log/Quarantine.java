package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the bytes of unreadable records stay, each in a file of its own beside one that says where
 * it came from, for whoever has to explain them. Nothing of Tutti reads or deletes them.
 */
final class Quarantine {

  private static final String DIRECTORY = "damaged";

  /** Bytes of a segment that no reader believes, and what is held because of them. */
  record Piece(Frame.Entry.Damaged hold, ByteBuffer bytes) {}

  private Quarantine() {}

  /** Durable when it returns; what is there already stays as it is. */
  static void keep(Path store, StoreIdentity identity, List<Piece> pieces) throws IOException {
    if (pieces.isEmpty()) {
      return;
    }
    Path directory = store.resolve(DIRECTORY);
    Directories.createPrivate(directory);
    for (Piece piece : pieces) {
      Damage damage = Damage.of(piece.hold());
      write(
          directory.resolve(damage.id() + ".txt"),
          StandardCharsets.UTF_8.encode(origin(identity, damage)));
      write(directory.resolve(damage.id() + ".bin"), piece.bytes().duplicate());
    }
    Directories.force(directory);
    Directories.force(store);
  }

  private static String origin(StoreIdentity identity, Damage damage) {
    return "id: "
        + damage.id()
        + "\nfrom: "
        + damage.what()
        + "\nof node and store: "
        + identity.inXid()
        + "\nwritten by starts: "
        + damage.fromBoot()
        + " to "
        + damage.toBoot()
        + "\nfound by start: "
        + identity.boot()
        + "\nmeaning: no valid record is in these bytes; one that was may have held decisions of"
        + " those starts\n";
  }

  /** Whole or not at all: a crash in between leaves no half of it under its name. */
  private static void write(Path file, ByteBuffer bytes) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path half = file.resolveSibling(file.getFileName() + ".half");
    Files.deleteIfExists(half);
    try (FileChannel channel =
        FileChannel.open(
            half, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return Directories.POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** The file of the store that has the bytes of a damage; empty if none were left. */
  static Optional<Path> find(Path store, String damageId) {
    return Optional.of(Path.of(DIRECTORY, damageId + ".bin"))
        .filter(file -> Files.exists(store.resolve(file)));
  }
}
