package dev.tutti.tm.recovery.socket;

import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.ResolutionRefusedException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.time.Duration;
import java.util.function.Consumer;

/** Answers one question with the admin of this process. */
final class Desk {

  private final RecoveryAdmin admin;
  private final String node;

  Desk(RecoveryAdmin admin, String node) {
    this.admin = admin;
    this.node = node;
  }

  Record answer(Ask ask, String peer, Consumer<String> progress) {
    try {
      return value(ask, peer, progress);
    } catch (ResolutionRefusedException e) {
      return failed(Answer.Kind.REFUSED, e, "");
    } catch (ResourceUnavailableException e) {
      return failed(Answer.Kind.UNAVAILABLE, e, e.resource());
    } catch (IllegalArgumentException e) {
      return failed(Answer.Kind.WRONG, e, "");
    } catch (RuntimeException e) {
      return failed(Answer.Kind.BROKEN, e, "");
    }
  }

  private static Answer.Failed failed(Answer.Kind kind, Exception e, String resource) {
    return new Answer.Failed(kind, String.valueOf(e.getMessage()), resource);
  }

  private Record value(Ask ask, String peer, Consumer<String> progress)
      throws ResourceUnavailableException {
    return switch (ask.call()) {
      case HELLO -> new Answer.Hello(node, ProcessHandle.current().pid());
      case SCAN -> admin.scan(progress);
      case LAST_REPORT -> admin.lastReport();
      case VITALS -> admin.vitals();
      case LIST -> admin.list();
      case SHOW -> new Answer.Shown(admin.show(ask.subject()));
      case EXPLAIN -> admin.explain(ask.subject());
      case PLAN -> admin.plan(ask.subject(), ask.resolution().orElseThrow(Desk::incomplete));
      case PERFORM ->
          admin.perform(
              ask.plan().orElseThrow(Desk::incomplete),
              by(peer, ask.approval().orElseThrow(Desk::incomplete)));
      case HISTORY -> new Answer.Entries(admin.history());
      case DRAIN -> admin.drain(Duration.ofMillis(ask.millis()), progress);
      case EXAMINE -> admin.examine(progress);
      case ACCEPT -> {
        admin.acceptIdentity(ask.subject());
        yield new Answer.Done(true);
      }
    };
  }

  private static IllegalArgumentException incomplete() {
    return new IllegalArgumentException("the question is not complete");
  }

  /** The history names the user that the platform vouches for. */
  private static Approval by(String peer, Approval approval) {
    return peer.isEmpty() || peer.equals(approval.who())
        ? approval
        : new Approval(peer + " (as " + approval.who() + ")", approval.reason(), approval.force());
  }
}
