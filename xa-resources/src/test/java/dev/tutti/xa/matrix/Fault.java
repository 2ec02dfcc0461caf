package dev.tutti.xa.matrix;

import dev.tutti.xa.testing.TcpProxy.When;

/** What happens to a source at a point. */
enum Fault {
  CUT("connection cut"),
  CUT_UNNOTICED("connection cut, the server's session lives on"),
  REPLY_LOST("the next answer lost with the connection"),
  REPLY_LOST_UNNOTICED("the next answer lost, the server's session lives on"),
  REQUEST_LOST("the next request lost with the connection"),
  STALLED("its network stalls until the caller has been told"),
  FROZEN("its server hangs until the caller has been told"),
  SESSIONS_KILLED("its sessions killed by an administrator"),
  SERVER_KILLED("its server killed"),
  SERVER_KILLED_ANSWERING("its server killed before it answers the next request");

  final String label;

  Fault(String label) {
    this.label = label;
  }

  /** Whether it hits every source on the same server. */
  boolean ofServer() {
    return this == SESSIONS_KILLED || this == FROZEN || killsServer();
  }

  boolean killsServer() {
    return this == SERVER_KILLED || this == SERVER_KILLED_ANSWERING;
  }

  /** Whether only the transaction's own timeout ends the wait for it. */
  boolean hangs() {
    return this == STALLED || this == FROZEN;
  }

  /** Whether it waits for the source's next call. */
  boolean later() {
    return switch (this) {
      case REPLY_LOST, REPLY_LOST_UNNOTICED, REQUEST_LOST, SERVER_KILLED_ANSWERING -> true;
      default -> false;
    };
  }

  /** Ends what {@link #strike} began and the caller's end of the story did not. */
  void release(Arena.Victim victim) {
    if (this == STALLED) {
      victim.network().resume();
    } else if (this == FROZEN) {
      victim.station().server().thaw();
    }
  }

  /** Lets it happen. */
  void strike(Arena.Victim victim) throws Exception {
    switch (this) {
      case CUT -> victim.network().cut();
      case CUT_UNNOTICED -> victim.network().cutClients();
      case REPLY_LOST -> victim.network().cutAfter(1, When.AFTER_FORWARD_BEFORE_REPLY, false);
      case REPLY_LOST_UNNOTICED ->
          victim.network().cutAfter(1, When.AFTER_FORWARD_BEFORE_REPLY, true);
      case REQUEST_LOST -> victim.network().cutAfter(1, When.BEFORE_FORWARD, false);
      case STALLED -> victim.network().stall();
      case FROZEN -> victim.station().server().freeze();
      case SESSIONS_KILLED -> victim.station().killSessions(victim.place());
      case SERVER_KILLED -> victim.station().server().kill();
      case SERVER_KILLED_ANSWERING ->
          victim
              .network()
              .cutAfter(1, When.AFTER_FORWARD_BEFORE_REPLY, false, victim.station().server()::kill);
    }
  }
}
