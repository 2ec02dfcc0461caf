package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.objectstore.ObjectStoreAPI;
import com.arjuna.ats.arjuna.objectstore.StateStatus;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.arjuna.state.OutputObjectState;
import org.jspecify.annotations.Nullable;

/**
 * What the engine takes for its object store. Of all that the engine would write, only two moments
 * matter: a transaction is decided, and it has nothing left to do; the record itself is ours.
 */
final class JournalStore implements ObjectStoreAPI {

  /** Told the two moments. */
  interface Decisions {
    /** True once the decision is durable; false to roll back. */
    boolean write(Uid transaction);

    void remove(Uid transaction);
  }

  private final Decisions decisions;

  JournalStore(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public boolean write_committed(Uid u, String type, OutputObjectState state) {
    return decisions.write(u);
  }

  @Override
  public boolean remove_committed(Uid u, String type) {
    decisions.remove(u);
    return true;
  }

  @Override
  public String getStoreName() {
    return "Tutti journal";
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public void sync() {}

  @Override
  public boolean fullCommitNeeded() {
    return false;
  }

  @Override
  public boolean commit_state(Uid u, String type) {
    return false;
  }

  @Override
  public @Nullable InputObjectState read_committed(Uid u, String type) {
    return null;
  }

  @Override
  public @Nullable InputObjectState read_uncommitted(Uid u, String type) {
    return null;
  }

  @Override
  public boolean remove_uncommitted(Uid u, String type) {
    return false;
  }

  @Override
  public boolean write_uncommitted(Uid u, String type, OutputObjectState state) {
    return false;
  }

  @Override
  public boolean allObjUids(String type, InputObjectState uids, int match) {
    return false;
  }

  @Override
  public boolean allObjUids(String type, InputObjectState uids) {
    return false;
  }

  @Override
  public boolean allTypes(InputObjectState types) {
    return false;
  }

  @Override
  public int currentState(Uid u, String type) {
    return StateStatus.OS_UNKNOWN;
  }

  @Override
  public boolean hide_state(Uid u, String type) {
    return false;
  }

  @Override
  public boolean reveal_state(Uid u, String type) {
    return false;
  }

  @Override
  public boolean isType(Uid u, String type, int state) {
    return false;
  }
}
