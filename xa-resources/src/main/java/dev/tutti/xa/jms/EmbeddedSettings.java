package dev.tutti.xa.jms;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * What an embedded broker is told.
 *
 * @param directory everything it writes is in there
 * @param bufferNanos how long the journal waits for more records before it forces those it has
 * @param pageAfterBytes from which size on an address is paged to disk; negative for the broker's
 *     share of the heap
 */
record EmbeddedSettings(Path directory, int bufferNanos, long pageAfterBytes) {

  private static final int SMALL_PAGE = 256 * 1024;

  Configuration configuration(int id) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setName("tutti-" + id)
            .setPersistenceEnabled(true)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setGracefulShutdownEnabled(false)
            .setCriticalAnalyzer(false)
            .setMessageCounterEnabled(false)
            // A full disk must be an error that rolls back, not a send that blocks.
            .setMaxDiskUsage(-1)
            .setAcceptorConfigurations(
                Set.of(
                    new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(),
                        Map.of(TransportConstants.SERVER_ID_PROP_NAME, Integer.toString(id)))))
            .setAddressSettings(Map.of("#", addressSettings()));
    configuration.setBrokerInstance(directory.toFile());
    return journal(directories(configuration));
  }

  private Configuration directories(Configuration configuration) {
    return configuration
        .setBindingsDirectory(directory.resolve("bindings").toString())
        .setJournalDirectory(directory.resolve("journal").toString())
        .setNodeManagerLockDirectory(directory.resolve("journal").toString())
        .setPagingDirectory(directory.resolve("paging").toString())
        .setLargeMessagesDirectory(directory.resolve("large-messages").toString());
  }

  /** Both sync flags: what was answered is on the disk, forced. */
  private Configuration journal(Configuration configuration) {
    return configuration
        .setJournalType(JournalType.NIO)
        .setJournalDatasync(true)
        .setJournalSyncTransactional(true)
        .setJournalSyncNonTransactional(true)
        .setLargeMessageSync(true)
        .setJournalBufferTimeout_NIO(bufferNanos);
  }

  private AddressSettings addressSettings() {
    AddressSettings settings =
        new AddressSettings()
            // A mistyped name is an error, not a new queue that nobody reads.
            .setAutoCreateQueues(false)
            .setAutoCreateAddresses(false)
            .setAutoDeleteQueues(false)
            .setAutoDeleteAddresses(false)
            // By default the tenth rollback of a consumer would throw the message away.
            .setMaxDeliveryAttempts(-1);
    if (pageAfterBytes > 0) {
      settings.setMaxSizeBytes(pageAfterBytes).setPageSizeBytes(SMALL_PAGE);
    }
    return settings;
  }
}
