package dev.tutti.app.admin;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not arrive in time, however busily it trickles: the idle
 * timeout of the server sees only those that are silent. It sees connections open and close, and
 * requests begin, be read and end.
 */
final class SlowClients extends EventsHandler implements Connection.Listener {

  private static final Duration LOOK = Duration.ofMillis(250);

  private final long limitNanos;
  private final Map<Connection, Arrival> arrivals = new ConcurrentHashMap<>();
  private final Scheduler scheduler = new ScheduledExecutorScheduler("tutti-admin-patience", true);

  SlowClients(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  /** One connection, between requests or in one. */
  private static final class Arrival {
    private final long bytesBefore;
    private final boolean inRequest;
    private long since = System.nanoTime();

    Arrival(long bytesBefore, boolean inRequest) {
      this.bytesBefore = bytesBefore;
      this.inRequest = inRequest;
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    scheduler.start();
    next();
  }

  @Override
  protected void doStop() throws Exception {
    scheduler.stop();
    super.doStop();
  }

  private void next() {
    scheduler.schedule(this::look, LOOK);
  }

  private void look() {
    long now = System.nanoTime();
    arrivals.forEach(
        (connection, arrival) -> {
          // Kept alive and silent: the idle timeout's business.
          if (!arrival.inRequest
              && arrival.bytesBefore > 0
              && connection.getBytesIn() == arrival.bytesBefore) {
            arrival.since = now;
          } else if (now - arrival.since > limitNanos) {
            arrivals.remove(connection);
            connection.getEndPoint().close();
          }
        });
    next();
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof SslConnection)) {
      arrivals.put(connection, new Arrival(0, false));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    arrivals.remove(connection);
  }

  @Override
  protected void onBeforeHandling(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (hasBody(request)) {
      arrivals.put(connection, new Arrival(0, true));
    } else {
      arrivals.remove(connection);
    }
  }

  private static boolean hasBody(Request request) {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  @Override
  protected void onRequestRead(Request request, Content.@Nullable Chunk chunk) {
    if (chunk != null && chunk.isLast()) {
      arrivals.remove(request.getConnectionMetaData().getConnection());
    }
  }

  @Override
  protected void onComplete(
      Request request, int status, HttpFields headers, @Nullable Throwable failure) {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (connection.getEndPoint().isOpen()) {
      arrivals.put(connection, new Arrival(connection.getBytesIn(), false));
    }
  }
}
