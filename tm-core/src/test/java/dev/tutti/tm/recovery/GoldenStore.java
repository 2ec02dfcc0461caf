package dev.tutti.tm.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A store with something of everything in doubt, as a version wrote it, and the two sources that
 * belong to it. Run once for each format, never again: what is kept is what an old version did.
 */
final class GoldenStore {

  private static final Set<String> OF_THE_PROCESS = Set.of("lock", "operator.sock");
  private static final String IDS = "ids.properties";

  private GoldenStore() {}

  /** Arguments: an empty directory to work in, and the archive to write. */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    Properties ids = new Properties();
    try (InDoubt scene = new InDoubt(dir)) {
      String unreadable = scene.decided("unreadable");
      ids.setProperty("UNREADABLE", unreadable);
      scene.garbleTheLog(unreadable);
      List<Hold> holds = scene.admin().list().holds();
      ResolutionPlan plan = scene.admin().plan(holds.get(1).id(), Resolution.RELEASE);
      scene.admin().perform(plan, new Approval("operator", "one of two is known", true));
      ids.setProperty("hold", holds.get(0).id());
      scene.write("done");
      ids.setProperty("HEURISTIC", scene.heuristic("heuristic"));
      scene.write("done too");
      ids.setProperty("ORPHAN", scene.orphan("orphan"));
      scene.write("done as well");
      ids.setProperty("FINISHING", scene.decided("finishing"));
    }
    try (OutputStream out = Files.newOutputStream(dir.resolve(IDS))) {
      ids.store(out, "what is in doubt");
    }
    zip(dir, Path.of(args[1]));
  }

  private static void zip(Path dir, Path archive) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive));
        Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!OF_THE_PROCESS.contains(file.getFileName().toString())) {
          out.putNextEntry(new ZipEntry(dir.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
    }
  }

  /** Unpacks one; by condition, which transaction is in it, and the id of the hold. */
  static Map<Object, Object> unpack(String resource, Path dir) throws IOException {
    try (InputStream stream = GoldenStore.class.getResourceAsStream(resource);
        ZipInputStream in = new ZipInputStream(stream)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = dir.resolve(entry.getName()).normalize();
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
    }
    Properties ids = new Properties();
    try (InputStream in = Files.newInputStream(dir.resolve(IDS))) {
      ids.load(in);
    }
    return ids;
  }
}
