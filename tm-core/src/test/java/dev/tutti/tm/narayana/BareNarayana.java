package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionExpiryScanner;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAResource;

/**
 * The engine as its own documentation wires it, without us: for the tests that show what it does
 * when its log is damaged or gone. Arguments: directory, {@code write} or {@code recover}.
 */
final class BareNarayana {

  private BareNarayana() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    configure(dir.resolve("bare-store"));
    if ("write".equals(args[1])) {
      left.script().at(Step.AFTER_COMMIT, Script.halt());
      TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
      manager.begin();
      manager.getTransaction().enlistResource(left.branch(Map.of("a", "l")));
      manager.getTransaction().enlistResource(right.branch(Map.of("a", "r")));
      manager.commit();
      throw new AssertionError("the script should have ended this JVM");
    }
    recover(left, right);
  }

  private static void configure(Path store) throws Exception {
    for (String name : new String[] {null, "stateStore", "communicationStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
          .setObjectStoreDir(store.toString());
    }
    arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("1");
    arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
    jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of("1"));
    jtaPropertyManager
        .getJTAEnvironmentBean()
        .setXaResourceOrphanFilters(
            List.of(
                new JTATransactionLogXAResourceOrphanFilter(),
                new JTANodeNameXAResourceOrphanFilter()));
    jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(1);
    recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
  }

  private static void recover(ScriptedResource left, ScriptedResource right) throws Exception {
    recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryModuleClassNames(List.of());
    RecoveryManager.delayRecoveryManagerThread();
    RecoveryManager manager = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
    XARecoveryModule xa = new XARecoveryModule();
    xa.addXAResourceRecoveryHelper(
        new XAResourceRecoveryHelper() {
          @Override
          public boolean initialise(String p) {
            return true;
          }

          @Override
          public XAResource[] getXAResources() {
            return new XAResource[] {left.branch(Map.of()), right.branch(Map.of())};
          }
        });
    manager.addModule(new AtomicActionRecoveryModule());
    manager.addModule(xa);
    manager.initialize();
    // What its expiry monitor does by the clock: a record that is still there is moved away.
    AtomicActionExpiryScanner expiry = new AtomicActionExpiryScanner();
    for (int i = 0; i < 3; i++) {
      manager.scan();
      expiry.scan();
    }
    manager.scan();
    manager.terminate();
  }
}
