package dev.tutti.app.servers;

import dev.tutti.xa.testing.TestServer;
import java.util.Set;

/**
 * One server as somebody sees it who knows nothing of us: plain connections, each opened for one
 * question.
 */
public interface Outside {

  /** The format of the foreign application's transaction ids. */
  int FOREIGN_FORMAT = 4711;

  /** What the foreign application calls its transaction. */
  String FOREIGN = "foreign-application";

  TestServer server();

  /** Everything that the server keeps prepared, the foreign application's too. */
  Set<String> prepared() throws Exception;

  /** Leaves a prepared branch of another application behind. */
  void plantForeign() throws Exception;

  /** Commits it, which works exactly if nobody has touched it; then it is seen. */
  void reapForeign() throws Exception;

  /** How many connections the application has at the server now. */
  int sessions() throws Exception;
}
