package dev.tutti.xa.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.ConfigurationException;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtemisUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://localhost:61616",
        "tcp://localhost:61616?minLargeMessageSize=200000;tcpNoDelay=true",
        "(tcp://one:61616,tcp://two:61616)?ha=true",
        "TCP://localhost:61616"
      })
  void anAddressWithArtemisOwnParametersIsAccepted(String url) {
    assertThat(ArtemisUrl.checked(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reconnectAttempts",
        "failoverAttempts",
        "confirmationWindowSize",
        "callTimeout",
        "preAcknowledge",
        "blockOnDurableSend",
        "useTopologyForLoadBalancing",
        "sslEnabled",
        "trustAll",
        "verifyhost"
      })
  void whatTheGuaranteeRestsOnIsNotTheAddressToChoose(String parameter) {
    assertThatThrownBy(() -> ArtemisUrl.checked("tcp://localhost:61616?a=b&" + parameter + "=1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("url: holds " + parameter + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://localhost:1?password=hush",
        "tcp://localhost:1?x=y;keyStorePassword=hush",
        "tcp://localhost:1#trustStorePassword=hush",
        "tcp://app:hush@localhost:1",
        "(tcp://one:1,tcp://app:hush@two:1)"
      })
  void aSecretIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> ArtemisUrl.checked(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("hush");
  }

  /** The refused parameters are the ones that we set: with Artemis' defaults it would be unsafe. */
  @Test
  void nothingIsSentAgainOrMovesToAnotherConnection() {
    RemoteBroker broker =
        new RemoteBroker(
            "events",
            "tcp://localhost:1",
            Duration.ofSeconds(1),
            dev.tutti.xa.config.TlsSettings.OFF);
    try (ActiveMQXAConnectionFactory factory = broker.newFactory()) {
      Connections.tune(factory, Duration.ofSeconds(7), Duration.ofSeconds(3), 0);
      assertThat(factory.getReconnectAttempts()).isZero();
      assertThat(factory.getServerLocator().getFailoverAttempts()).isZero();
      assertThat(factory.getConfirmationWindowSize()).isNegative();
      assertThat(factory.getCallTimeout()).isEqualTo(7000);
      assertThat(factory.getConnectionTTL()).isEqualTo(3000);
      assertThat(factory.getClientFailureCheckPeriod()).isEqualTo(1000);
      assertThat(factory.isBlockOnDurableSend()).isTrue();
      assertThat(factory.isPreAcknowledge()).isFalse();
    }
  }
}
