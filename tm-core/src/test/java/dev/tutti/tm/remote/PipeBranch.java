package dev.tutti.tm.remote;

import java.io.IOException;
import java.util.Arrays;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A branch at the other end of the pipe. A line that is cut is RMFAIL: nobody knows. */
final class PipeBranch implements XAResource {

  private final PipeResource resource;
  private final Pipe pipe;
  private String working = "";

  PipeBranch(PipeResource resource, Pipe pipe) {
    this.resource = resource;
    this.pipe = pipe;
  }

  void put(String key, String value) throws IOException {
    String answer = pipe.ask("put " + working + " " + key + " " + value);
    if (!answer.equals("ok")) {
      throw new IOException(resource.name() + ": put was answered " + answer);
    }
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    working = PipeXid.of(xid).word();
    ask("begin", xid);
  }

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public int prepare(Xid xid) throws XAException {
    step(Point.BEFORE_PREPARE);
    String answer = ask("prepare", xid);
    step(Point.PREPARE_UNANSWERED);
    step(Point.AFTER_PREPARE);
    return answer.equals("read-only") ? XA_RDONLY : XA_OK;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    step(Point.BEFORE_COMMIT);
    ask(onePhase ? "commit-one-phase" : "commit", xid);
    step(Point.COMMIT_UNANSWERED);
    step(Point.AFTER_COMMIT);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    ask("rollback", xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    ask("forget", xid);
  }

  @Override
  public Xid[] recover(int flag) throws XAException {
    try {
      String answer = pipe.ask("recover");
      return Arrays.stream(answer.split(" ")).skip(1).map(PipeXid::new).toArray(Xid[]::new);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private String ask(String verb, Xid xid) throws XAException {
    String answer;
    try {
      answer = pipe.ask(verb + " " + PipeXid.of(xid).word());
    } catch (IOException e) {
      throw lost(e);
    }
    if (answer.equals("unknown")) {
      throw new XAException(XAException.XAER_NOTA);
    }
    return answer;
  }

  private void step(Point point) throws XAException {
    try {
      resource.step(point);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static XAException lost(IOException e) {
    XAException failure = new XAException(XAException.XAER_RMFAIL);
    failure.initCause(e);
    return failure;
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }
}
