package dev.tutti.app.admin;

import dev.tutti.tm.config.ConfigurationException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The admin's HTTP server. Its threads are bounded in number and daemons. Thread-safe. */
public final class AdminServer implements AutoCloseable {

  private static final int THREADS = 24;
  private static final int CONNECTIONS = 256;

  private final AdminSettings settings;
  private final Working working;
  private final Javalin javalin;
  private final List<Route> routes = new ArrayList<>();
  private final Sessions sessions;
  private final LoginLimit limit;
  private volatile @Nullable Gate gate;

  private AdminServer(AdminSettings settings, AdminNode node, LongSupplier nanoClock) {
    this.settings = settings;
    this.sessions = new Sessions(nanoClock);
    this.limit = new LoginLimit(nanoClock);
    Listing listing = new Listing(node, nanoClock);
    this.working = new Working(node, listing, nanoClock);
    routes.addAll(Assets.routes());
    routes.addAll(new Entering(this::gate).routes());
    routes.addAll(new Looking(node, listing).routes());
    routes.addAll(new Deciding(node, listing, nanoClock).routes());
    routes.addAll(working.routes());
    routes.addAll(new Supervising(node).routes());
    routes.add(OpenApi.route(routes));
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Starts it.
   *
   * @param settings where and how
   * @param tokens who may
   * @param node what is administered; not closed with the server
   * @return the server, listening
   * @throws ConfigurationException if its address or port cannot be had
   */
  public static AdminServer start(AdminSettings settings, Tokens tokens, AdminNode node) {
    return start(settings, tokens, node, System::nanoTime);
  }

  static AdminServer start(
      AdminSettings settings, Tokens tokens, AdminNode node, LongSupplier nanoClock) {
    AdminServer server = new AdminServer(settings, node, nanoClock);
    try {
      server.javalin.start();
    } catch (JavalinBindException e) {
      server.close();
      throw new PortTakenException(settings.host(), settings.port());
    } catch (JavalinException e) {
      server.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(
          "--host", settings.host() + " cannot be listened on (" + cause.getMessage() + ")");
    }
    int port = server.javalin.port();
    boolean tls = settings.tls().isPresent();
    server.gate =
        new Gate(
            settings.names(port),
            tokens,
            server.sessions,
            server.limit,
            (tls ? "__Host-" : "") + "tutti_admin_" + port);
    return server;
  }

  private Gate gate() {
    Gate now = gate;
    if (now == null) {
      throw new Problem(503, ErrorCode.STARTING, "the server is starting", "try again in a moment");
    }
    return now;
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = Body64k.LIMIT;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("tutti-admin");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(Listener::configure);
    config.jetty.modifyServer(this::bound);
    config.jetty.addConnector((server, http) -> Listener.on(server, http, settings));
    config.routes.before(this::before);
    config.routes.exception(
        Exception.class, (failure, ctx) -> Answers.problem(ctx, Failures.of(failure)));
    config.routes.exception(
        HttpResponseException.class, (failure, ctx) -> Answers.problem(ctx, Failures.of(failure)));
    routes.forEach(
        route ->
            config.routes.addHttpHandler(
                route.verb() == Route.Verb.GET ? HandlerType.GET : HandlerType.POST,
                route.path(),
                ctx -> answer(route, ctx)));
  }

  private void bound(Server server) {
    server.setErrorHandler(new PlainErrors());
    SlowClients slow = new SlowClients(settings.patience());
    server.insertHandler(slow);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarting(LifeCycle event) {
            for (Connector connector : server.getConnectors()) {
              connector.addBean(slow, false);
            }
          }
        });
  }

  private void before(Context ctx) {
    Headers.ALL.forEach(ctx::header);
    if (settings.tls().isPresent()) {
      ctx.header("Strict-Transport-Security", Headers.STRICT_TRANSPORT);
    }
    gate().checkName(ctx);
    Body64k.checkAnnounced(ctx);
  }

  private void answer(Route route, Context ctx) throws Exception {
    boolean changes = route.verb() == Route.Verb.POST;
    Optional<Role> needed = route.needed();
    Caller caller = Caller.ANYBODY;
    if (needed.isPresent()) {
      caller = gate().admit(ctx, needed.get(), changes);
    } else if (route.identifies()) {
      gate().checkSite(ctx, changes);
    }
    route.answering().answer(ctx, caller);
  }

  /** Everything that can be asked. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return javalin.port();
  }

  /**
   * Where a browser finds it.
   *
   * @return an address
   */
  public String url() {
    return settings
        .published()
        .map(String::valueOf)
        .orElseGet(
            () ->
                (settings.tls().isPresent() ? "https://" : "http://")
                    + Names.bracketed(
                        settings.names().isEmpty() ? settings.host() : settings.names().get(0))
                    + ":"
                    + port()
                    + "/");
  }

  /** Stops listening, and waits for what is being carried out. */
  @Override
  public void close() {
    working.close();
    javalin.stop();
  }
}
