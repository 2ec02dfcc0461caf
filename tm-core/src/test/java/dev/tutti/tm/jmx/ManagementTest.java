package dev.tutti.tm.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bean is there when it is asked for, and as long as the system runs. */
class ManagementTest {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path dir;

  private TransactionSystem start(boolean jmx, ScriptedResource... resources) throws IOException {
    return TransactionSystem.start(
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .jmx(jmx)
            .build(),
        resources);
  }

  private Set<ObjectName> beans() throws Exception {
    return server.queryNames(new ObjectName("dev.tutti:*"), null);
  }

  @Test
  void isNotThereUnlessAskedFor() throws Exception {
    try (TransactionSystem tutti = start(false)) {
      assertThat(beans()).isEmpty();
      assertThat(tutti.recovery().health().ready().ok()).isTrue();
    }
  }

  @Test
  void showsWhatTheSystemDidAndGoesWithIt() throws Exception {
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    try (TransactionSystem tutti = start(true, left, right)) {
      ObjectName name = new ObjectName("dev.tutti:type=TransactionSystem,node=" + tutti.nodeId());
      assertThat(beans()).containsExactly(name);
      right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
      right.script().at(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
      tutti.write(
          tx -> {
            tx.use(left).put("a", "l");
            tx.use(right).put("a", "r");
            return "";
          });

      TransactionSystemMXBean bean =
          JMX.newMXBeanProxy(server, name, TransactionSystemMXBean.class, false);
      assertThat(server.getAttribute(name, "Node")).isEqualTo(tutti.nodeId());
      assertThat(bean.scan()).contains("1 transactions in doubt").contains("1 resources unreach");
      assertThat(bean.getTransactions())
          .containsEntry("committed", 0L)
          .containsEntry("committed_pending", 1L);
      assertThat(bean.getInDoubt()).isEqualTo(1);
      assertThat(bean.getHeld()).isZero();
      assertThat(bean.isLive()).isTrue();
      assertThat(bean.isReady()).isTrue();
      assertThat(bean.getReasons()).isEmpty();
      assertThat(bean.getLogForces()).isEqualTo(tutti.logForces());
      assertThat(bean.getLogFree()).isPositive();
      assertThat(bean.getResources().get(1).inDoubt()).isEqualTo(1);
      CompositeData[] resources = (CompositeData[]) server.getAttribute(name, "Resources");
      assertThat(resources).extracting(r -> r.get("name")).containsExactly("left", "right");
      assertThat(resources[0].get("commitCount")).isEqualTo(1L);
      assertThat(resources[1].get("reachable")).isEqualTo(false);

      right.script().calm();
      assertThat(bean.scan())
          .startsWith("1 branches committed")
          .contains("0 transactions in doubt");
      assertThat(bean.getRecoveryBranches()).containsEntry("committed", 1L);
      everyAttributeCanBeReadAndNoneWritten(name);
    }
    assertThat(beans()).isEmpty();
    start(true).close();
    assertThat(beans()).isEmpty();
  }

  private void everyAttributeCanBeReadAndNoneWritten(ObjectName name) throws Exception {
    MBeanInfo info = server.getMBeanInfo(name);
    String[] attributes =
        Arrays.stream(info.getAttributes()).map(a -> a.getName()).toArray(String[]::new);
    assertThat(server.getAttributes(name, attributes)).hasSameSizeAs(attributes);
    assertThat(info.getAttributes()).noneMatch(a -> a.isWritable());
    assertThat(info.getOperations()).extracting(o -> o.getName()).containsExactly("scan");
  }
}
