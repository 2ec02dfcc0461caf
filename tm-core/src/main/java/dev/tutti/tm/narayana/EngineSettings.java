package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.common.CoordinatorEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import com.arjuna.ats.arjuna.coordinator.TxControl;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.utils.Utility;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import dev.tutti.tm.log.StoreIdentity;

/**
 * The engine's static state, set before its classes are first touched and again at each start. No
 * port, no file, no thread and no recovery of its own.
 */
final class EngineSettings {

  private static final BootProcess PROCESS = new BootProcess();
  private static boolean configured;

  private EngineSettings() {}

  static synchronized void start(StoreIdentity identity, JournalStore store) {
    PROCESS.boot(identity.boot());
    if (!configured) {
      configureOnce(identity);
      configured = true;
    }
    TxControl.setXANodeName(identity.inXid());
    TxControl.setDefaultTimeout(0);
    // Stores are handed over as objects: the engine opens none of its own.
    new StoreManager(store, store, store);
    TxControl.enable();
  }

  private static void configureOnce(StoreIdentity identity) {
    CoreEnvironmentBean core = arjPropertyManager.getCoreEnvironmentBean();
    try {
      core.setNodeIdentifier(identity.inXid());
    } catch (CoreEnvironmentBeanException e) {
      throw new IllegalStateException("a node id of at most 22 bytes fits", e);
    }
    core.setProcessImplementation(PROCESS);
    Utility.setProcess(PROCESS);
    CoordinatorEnvironmentBean coordinator = arjPropertyManager.getCoordinatorEnvironmentBean();
    coordinator.setTransactionStatusManagerEnable(false);
    coordinator.setDefaultTimeout(0); // timeouts are ours, on the monotonic clock
    coordinator.setAsyncPrepare(false);
    coordinator.setAsyncCommit(false);
    coordinator.setAsyncRollback(false);
    coordinator.setCommitOnePhase(true);
    coordinator.setReadonlyOptimisation(true);
    coordinator.setMaintainHeuristics(true);
    jtaPropertyManager.getJTAEnvironmentBean().setSupportSubtransactions(false);
  }

  static synchronized void stop() {
    TxControl.disable(true);
    TransactionReaper.terminate(false);
    StoreManager.shutdown();
  }
}
