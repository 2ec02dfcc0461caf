package dev.tutti.xa.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.RealServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@RealServers
class LostConnectionThreadsTest {

  private static final int SESSIONS = 6;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final TransactionContext NOBODY =
      new TransactionContext() {
        @Override
        public <H> Optional<H> currentHandle(Participant<H> participant) {
          return Optional.empty();
        }
      };

  @Test
  void aConnectionThatWasLostLeavesNoThread(@RealServers.Private ArtemisServer broker)
      throws Exception {
    long before = networkThreads();
    try (JmsResource resource =
        JmsResource.artemis("events")
            .url(broker.url())
            .user(broker.user())
            .password(broker.password())
            .build()) {
      resource.start(NOBODY);
      List<XaSession> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(resource.openSession());
      }
      assertThat(networkThreads()).isGreaterThanOrEqualTo(before + SESSIONS);

      broker.kill();
      Awaitility.await().atMost(LIMIT).until(() -> sessions.stream().allMatch(XaSession::isLost));
      sessions.forEach(XaSession::close);

      Awaitility.await().atMost(LIMIT).until(() -> networkThreads() <= before);
    }
  }

  private static long networkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("EventLoopGroup"))
        .count();
  }
}
