package dev.tutti.xa.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A broker in a JVM of its own. Its arguments are the lines of a file: directory, port, user,
 * password, then keys and values of its acceptor.
 */
final class ArtemisMain {

  private ArtemisMain() {}

  public static void main(String[] file) throws Exception {
    String[] args =
        Files.readAllLines(Path.of(file[0]), StandardCharsets.UTF_8).toArray(String[]::new);
    Path directory = Path.of(args[0]);
    Map<String, Object> acceptor = new HashMap<>();
    acceptor.put("host", AbstractServer.HOST);
    acceptor.put("port", Integer.valueOf(args[1]));
    acceptor.put("protocols", "CORE");
    for (int i = 4; i < args.length; i += 2) {
      acceptor.put(args[i], args[i + 1]);
    }
    ActiveMQServer server =
        new ActiveMQServerImpl(configuration(directory, acceptor), new OneUser(args[2], args[3]));
    server.start();
    // Its owner closes the input to stop it.
    System.in.readAllBytes();
    server.stop();
    System.exit(0);
  }

  private static Configuration configuration(Path directory, Map<String, Object> acceptor)
      throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setName("broker")
            .setPersistenceEnabled(true)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .setGracefulShutdownEnabled(false)
            .setMaxDiskUsage(-1)
            .setJournalType(JournalType.NIO)
            .setAcceptorConfigurations(
                Set.of(new TransportConfiguration(NettyAcceptorFactory.class.getName(), acceptor)))
            .setAddressSettings(
                Map.of(
                    "#",
                    new AddressSettings()
                        .setAutoDeleteQueues(false)
                        .setAutoDeleteAddresses(false)
                        .setMaxDeliveryAttempts(-1)));
    configuration.setBrokerInstance(directory.toFile());
    return configuration
        .setBindingsDirectory(directory.resolve("bindings").toString())
        .setJournalDirectory(directory.resolve("journal").toString())
        .setNodeManagerLockDirectory(directory.resolve("journal").toString())
        .setPagingDirectory(directory.resolve("paging").toString())
        .setLargeMessagesDirectory(directory.resolve("large-messages").toString());
  }

  private record OneUser(String user, String password) implements ActiveMQSecurityManager {

    @Override
    public boolean validateUser(String name, String secret) {
      return user.equals(name) && password.equals(secret);
    }

    @Override
    public boolean validateUserAndRole(
        String name, String secret, Set<Role> roles, CheckType check) {
      return validateUser(name, secret);
    }
  }
}
