package dev.tutti.tm.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.socket.OperatorClient;
import dev.tutti.tm.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator at the socket of an application that lives in Spring. */
@Tag("spring")
class SpringProgramTest {

  @TempDir Path dir;

  @Test
  void isSeenFromOutsideAndItsEndTakesTheSocketAway() throws Exception {
    Path store = dir.resolve("store");
    Path output = dir.resolve("output.txt");
    Process program = ChildJvm.start(output, SpringProgram.class, dir.toString());
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(output).contains("in doubt: "));
      OperatorClient client = OperatorClient.connect(store).orElseThrow();
      assertThat(client.process()).isEqualTo(program.pid());
      assertThat(client.node()).startsWith("shop-");

      List<InDoubtTransaction> found = client.list().transactions();
      assertThat(found).hasSize(1);
      assertThat(Files.readString(output)).contains(found.get(0).id());
      assertThat(found.get(0).branches())
          .singleElement()
          .satisfies(
              branch -> {
                assertThat(branch.resource()).isEqualTo("stock");
                assertThat(branch.condition()).isEqualTo(BranchCondition.FINISHING);
              });
      assertThat(client.explain(found.get(0).id()).choices()).isNotEmpty();
      assertThat(client.vitals().outcomes().committedPending()).isEqualTo(1);

      program.getOutputStream().close();
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
      assertThat(OperatorClient.connect(store)).as("nobody listens").isEmpty();
      assertThat(store.resolve("operator.sock")).doesNotExist();
    } finally {
      program.destroyForcibly().waitFor();
    }
  }
}
