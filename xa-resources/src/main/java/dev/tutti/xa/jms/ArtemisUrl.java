package dev.tutti.xa.jms;

import dev.tutti.tm.config.ConfigurationException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Looks at a broker's address before Artemis reads it. */
final class ArtemisUrl {

  private static final String CALLS = "set call-timeout instead";
  private static final String NEVER =
      "a session that moves to another connection loses its branch, so none ever does";
  private static final String SENDS = "what a transaction sends is answered before it is prepared";
  private static final String TLS = "write a tls block with mode, ca, cert and key instead";

  /** What the guarantee rests on is not the address' to choose, nor are secrets. */
  private static final Map<String, String> REFUSED = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    REFUSED.put("user", "it has a key of its own, user");
    REFUSED.put("password", "it has a key of its own, password-file");
    REFUSED.put("callTimeout", CALLS);
    REFUSED.put("callFailoverTimeout", CALLS);
    REFUSED.put("clientFailureCheckPeriod", "set connect-timeout instead");
    REFUSED.put("connectionTTL", "set connect-timeout instead");
    REFUSED.put("reconnectAttempts", NEVER);
    REFUSED.put("failoverAttempts", NEVER);
    REFUSED.put("initialConnectAttempts", "recovery and later transactions try again");
    REFUSED.put("confirmationWindowSize", NEVER);
    REFUSED.put("blockOnDurableSend", SENDS);
    REFUSED.put("blockOnNonDurableSend", SENDS);
    REFUSED.put("blockOnAcknowledge", SENDS);
    REFUSED.put("preAcknowledge", "it would acknowledge before the commit");
    REFUSED.put("consumerWindowSize", "a transaction's consumer gets its messages one by one");
    REFUSED.put("useGlobalPools", "the threads of a resource end with it");
    REFUSED.put("useTopologyForLoadBalancing", "recovery must ask the broker that prepared");
    REFUSED.put("sslEnabled", TLS);
    REFUSED.put("verifyHost", TLS);
    REFUSED.put("trustAll", TLS);
    REFUSED.put("useDefaultSslContext", TLS);
    REFUSED.put("sslContext", TLS);
    REFUSED.put("sslProvider", TLS);
  }

  private ArtemisUrl() {}

  /**
   * Accepts an address of one or more brokers.
   *
   * @throws ConfigurationException if it is none, holds a secret, or says what is not for it to say
   */
  static String checked(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.matches("(?s).*//[^/?;&)]*@.*")) {
      throw new ConfigurationException(
          "url", "holds a user or a password; they have keys of their own, user and password-file");
    }
    for (String parameter : url.split("[?&;#]", -1)) {
      int end = parameter.indexOf('=');
      if (end > 0) {
        refuse(parameter.substring(0, end));
      }
    }
    if (!lower.matches("\\(?tcp://\\S+")) {
      throw new ConfigurationException(
          "url", "'" + url + "' is not an address like tcp://localhost:61616");
    }
    return url;
  }

  /** The value may be a secret: it is not shown. */
  private static void refuse(String parameter) {
    String why = REFUSED.get(parameter);
    String lower = parameter.toLowerCase(Locale.ROOT);
    if (why == null && (lower.contains("store") || lower.contains("password"))) {
      why = lower.contains("store") ? TLS : REFUSED.get("password");
    }
    if (why != null) {
      throw new ConfigurationException("url", "holds " + parameter + ": " + why);
    }
  }
}
