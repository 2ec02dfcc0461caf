package dev.tutti.xa.matrix;

import dev.tutti.xa.testing.TestServer;
import dev.tutti.xa.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server with what its tests need, and what an administrator or fate does to it. */
interface Station {

  TestServer server();

  Kind kind();

  /** The address of a place behind a port. */
  Spec spec(String name, String place, int port);

  /** Makes an empty place, and lets a foreign application prepare a branch there. */
  void furnish(String place) throws Exception;

  /** Whether a value is committed there; asks past every proxy. */
  boolean holds(String place, String value) throws Exception;

  /** Whether the foreign branch is still prepared. */
  boolean foreignWaits(String place) throws Exception;

  /** Whether an administrator can end the application's sessions one by one. */
  default boolean killsSessions() {
    return true;
  }

  void killSessions(String place) throws Exception;

  /** Puts a new, empty server in its place, or the old one back. */
  default void replace(String place, boolean back) throws Exception {
    Path data = server().data();
    Path aside = data.resolveSibling("data.aside");
    server().stop();
    if (back) {
      Path other = Files.createTempDirectory(server().directory(), "other");
      Files.move(data, other.resolve("data"));
      Files.move(aside, data);
      server().start();
    } else {
      move(data, aside);
      server().start();
      furnish(place);
    }
  }

  /** Keeps a copy of the server's data, as a backup does. */
  default void keep() throws IOException {
    Path kept = server().data().resolveSibling("data.kept");
    Trees.delete(kept);
    server().stop();
    Trees.copy(server().data(), kept);
    server().start();
  }

  /** Puts the kept copy in the place of the data. */
  default void setBack() throws IOException {
    server().kill();
    Trees.delete(server().data());
    move(server().data().resolveSibling("data.kept"), server().data());
    server().start();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to);
  }
}
