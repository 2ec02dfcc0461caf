package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static dev.tutti.xa.jms.JmsTests.contents;
import static dev.tutti.xa.jms.JmsTests.sendCommitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.config.TlsSettings;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.Certificates;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import dev.tutti.xa.testing.TlsIdentity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker over TLS: whom the client believes, and what it says if it does not. */
@RealServers
class BrokerTlsTest {

  private static final TlsSettings FULL = TlsSettings.verifyFull(Certificates.ca());
  private static final TlsSettings WITHOUT_NAME =
      new TlsSettings(
          TlsSettings.Mode.VERIFY_CA,
          Optional.of(Certificates.ca()),
          Optional.empty(),
          Optional.empty());

  private final ArtemisServer broker;

  BrokerTlsTest(@Private ArtemisServer broker) {
    this.broker = broker;
  }

  private static JmsResource resource(ArtemisServer broker, TlsSettings tls) {
    return JmsTests.started(
        JmsResource.artemis("events")
            .url(broker.url())
            .user(broker.user())
            .password(broker.password())
            .queue(QUEUE)
            .connectTimeout(Duration.ofSeconds(5))
            .tls(tls)
            .build());
  }

  private void writes(TlsSettings tls, String text) throws Exception {
    writes(broker, tls, text);
  }

  private static void writes(ArtemisServer broker, TlsSettings tls, String text) throws Exception {
    try (JmsResource events = resource(broker, tls)) {
      events.initQueues();
      sendCommitted(events, text);
      assertThat(contents(events, QUEUE)).contains(text);
    }
  }

  private void refuses(TlsSettings tls, String why) {
    refuses(broker, tls, why);
  }

  private static void refuses(ArtemisServer broker, TlsSettings tls, String why) {
    try (JmsResource events = resource(broker, tls)) {
      assertThatThrownBy(events::openRecovery)
          .isInstanceOf(ResourceUnavailableException.class)
          .hasMessageStartingWith("events: ")
          .hasMessageContaining(broker.url())
          .hasMessageContaining(why)
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining(broker.password());
    }
  }

  private void shows(TlsIdentity identity) {
    broker.withTls(identity);
  }

  @Test
  void believesWhoIsSignedAndHasTheName() throws Exception {
    shows(Certificates.good());
    writes(FULL, "encrypted");
    writes(WITHOUT_NAME, "encrypted too");
    refuses(TlsSettings.OFF, "does not answer");
  }

  @Test
  void aCertificateForAnotherHostIsRefusedUnlessNamesAreNotCompared() throws Exception {
    shows(Certificates.wrongName());
    refuses(FULL, "for another host");
    writes(WITHOUT_NAME, "whoever you are");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    shows(Certificates.expired());
    refuses(FULL, "has expired");
    refuses(WITHOUT_NAME, "has expired");
  }

  @Test
  void aCertificateOfAnUnknownSignerIsRefused() {
    shows(Certificates.unknownCa());
    refuses(FULL, "not signed by one that we trust");
    refuses(WITHOUT_NAME, "not signed by one that we trust");
  }

  @Test
  @Tag("campaign")
  void aBrokerThatAsksForACertificateGetsOurs() throws Exception {
    broker.withTls(Certificates.good(), true);
    writes(
        FULL.withClient(Certificates.client().certificate(), Certificates.client().key()),
        "it is me");
    refuses(FULL, "another certificate of the client");
  }

  @Test
  @Tag("campaign")
  void aPlainBrokerIsNotSpokenToInTheClear(@Private("plain") ArtemisServer plain) throws Exception {
    refuses(plain, FULL, "speaks no TLS on this port");
    writes(plain, TlsSettings.OFF, "plain");
  }
}
