package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a node's decisions: locked by one process, versioned, with an identity of its
 * own. Thread-safe.
 */
public final class Store implements AutoCloseable {

  static final String FORMAT = "1";

  /** What to do with a store that only a newer version can read. */
  static final String RUN_THE_NEWER_ONE =
      "Nothing was changed. Run the version that wrote it; to come back to this one, let recovery"
          + " drain there say that nothing is left, then move the store away.";

  private static final String FORMAT_KEY = "format";
  private static final String NODE_KEY = "node";
  private static final String ID_KEY = "store";
  private static final String BOOT_KEY = "boot";

  // POSIX drops a process's locks when any descriptor of the file is closed: within this JVM a
  // second one is never opened.
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path realPath;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final DurableProperties properties;
  private final Map<String, String> values;
  private final StoreIdentity identity;
  private final Journal journal;

  private Store(
      Path directory,
      Path realPath,
      FileChannel lockFile,
      FileLock lock,
      DurableProperties properties,
      Map<String, String> values,
      StoreIdentity identity,
      Journal journal) {
    this.directory = directory;
    this.realPath = realPath;
    this.lockFile = lockFile;
    this.lock = lock;
    this.properties = properties;
    this.values = values;
    this.identity = identity;
    this.journal = journal;
  }

  /**
   * Opens or creates the store of a node, and counts the start.
   *
   * @param directory where it is; made readable by its owner only
   * @param node the node that wants it
   * @return the store, locked until closed
   * @throws StoreException if another process has it, it is another node's, of another version,
   *     damaged, or cannot be written
   */
  public static Store open(Path directory, String node) throws StoreException {
    return open(directory, node, JournalFiles.real());
  }

  static Store open(Path directory, String node, JournalFiles files) throws StoreException {
    Path realPath = claim(directory);
    FileChannel lockFile = null;
    FileLock lock = null;
    try {
      lockFile =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = tryLock(lockFile, directory);
      DurableProperties properties =
          new DurableProperties(
              directory.resolve("store.properties"), "Tutti store: do not edit, do not copy");
      Map<String, String> values = new TreeMap<>(properties.read());
      StoreIdentity identity = identify(directory, node, values, Journal.existsIn(directory));
      // A log of a newer version is refused here, before anything is changed.
      JournalReader.Result read = JournalReader.read(directory, identity.boot());
      Journal journal =
          Journal.open(directory, identity, files, read, () -> properties.write(values));
      return new Store(directory, realPath, lockFile, lock, properties, values, identity, journal);
    } catch (IOException | RuntimeException e) {
      closeQuietly(lock, lockFile);
      OPEN_HERE.remove(realPath);
      throw e instanceof StoreException known ? known : cannotOpen(directory, e);
    }
  }

  private static Path claim(Path directory) throws StoreException {
    Path realPath;
    try {
      Directories.createPrivate(directory);
      realPath = directory.toRealPath();
    } catch (IOException e) {
      throw cannotOpen(directory, e);
    }
    if (!OPEN_HERE.add(realPath)) {
      throw inUse(directory);
    }
    return realPath;
  }

  private static StoreException cannotOpen(Path directory, Exception e) {
    if (e instanceof NoRoomException) {
      return new StoreException(
          directory
              + ": its disk is full ("
              + e.getMessage()
              + "). Nothing was changed, and every decision is kept: free space on it, and start"
              + " again.",
          e);
    }
    return new StoreException(
        directory
            + ": the store cannot be opened ("
            + e
            + "). Check that the directory is on a local disk with free space and that this user"
            + " owns it.",
        e);
  }

  private static StoreException inUse(Path directory) {
    return new StoreException(
        directory
            + ": the store belongs to a process that is running. One process, one store: stop the"
            + " other one, or give this one a store and a node name of its own.",
        null);
  }

  private static FileLock tryLock(FileChannel lockFile, Path directory) throws IOException {
    FileLock lock = lockFile.tryLock();
    if (lock == null) {
      throw inUse(directory);
    }
    return lock;
  }

  private static StoreIdentity identify(
      Path directory, String node, Map<String, String> values, boolean hasJournal)
      throws StoreException {
    if (values.isEmpty()) {
      if (hasJournal) {
        throw new StoreException(
            directory
                + ": store.properties is missing but there is a journal. Restore the whole"
                + " directory from where it was lost; without it these decisions have no owner.",
            null);
      }
      values.put(FORMAT_KEY, FORMAT);
      values.put(NODE_KEY, node);
      values.put(ID_KEY, StoreIdentity.newId());
      values.put(BOOT_KEY, "0");
    }
    if (!FORMAT.equals(values.get(FORMAT_KEY))) {
      throw new StoreException(
          directory
              + ": the store has format "
              + values.get(FORMAT_KEY)
              + ", this version reads format "
              + FORMAT
              + ". "
              + RUN_THE_NEWER_ONE,
          null);
    }
    if (!node.equals(values.get(NODE_KEY))) {
      throw new StoreException(
          directory
              + ": the store belongs to node '"
              + values.get(NODE_KEY)
              + "', not to '"
              + node
              + "'. Set tutti.node back, or give this node a store of its own.",
          null);
    }
    String id = values.getOrDefault(ID_KEY, "");
    if (!StoreIdentity.isId(id)) {
      throw new StoreException(
          directory
              + ": store.properties is damaged: store is '"
              + id
              + "'. Restore the file: with another id the branches of this store would be those of"
              + " a lost one.",
          null);
    }
    int boot = parseBoot(directory, values.get(BOOT_KEY)) + 1;
    values.put(BOOT_KEY, Integer.toString(boot));
    return new StoreIdentity(node, id, boot);
  }

  private static int parseBoot(Path directory, @Nullable String text) throws StoreException {
    try {
      return Integer.parseInt(String.valueOf(text));
    } catch (NumberFormatException e) {
      throw new StoreException(
          directory + ": store.properties is damaged: boot is '" + text + "'", e);
    }
  }

  /**
   * Who this store is now.
   *
   * @return node, store id and boot
   */
  public StoreIdentity identity() {
    return identity;
  }

  /**
   * The decisions.
   *
   * @return the journal, open as long as the store
   */
  public Journal journal() {
    return journal;
  }

  /**
   * Where it is.
   *
   * @return the directory
   */
  public Path directory() {
    return directory;
  }

  /**
   * How much room is left for it. Asks the disk.
   *
   * @return bytes; empty if the disk does not say
   */
  public Optional<Long> freeBytes() {
    try {
      return Optional.of(Files.getFileStore(directory).getUsableSpace());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Something that the store remembers, for example the identity of a server.
   *
   * @param key letters, digits, hyphens and dots
   * @return the value
   */
  public synchronized Optional<String> remembered(String key) {
    return Optional.ofNullable(values.get("memory." + key));
  }

  /**
   * Remembers durably.
   *
   * @param key letters, digits, hyphens and dots
   * @param value the value
   * @throws IOException if it cannot be forced to the disk
   */
  public synchronized void remember(String key, String value) throws IOException {
    if (!value.equals(values.get("memory." + key))) {
      Map<String, String> next = new TreeMap<>(values);
      next.put("memory." + key, value);
      properties.write(next);
      values.putAll(next);
    }
  }

  @Override
  public void close() {
    journal.close();
    closeQuietly(lock, lockFile);
    OPEN_HERE.remove(realPath);
  }

  private static void closeQuietly(@Nullable FileLock lock, @Nullable FileChannel lockFile) {
    try {
      if (lock != null) {
        lock.release();
      }
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
