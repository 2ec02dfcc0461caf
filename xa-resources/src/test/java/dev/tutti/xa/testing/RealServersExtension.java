package dev.tutti.xa.testing;

import dev.tutti.xa.testing.RealServers.Private;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands out servers; see {@link RealServers}. */
final class RealServersExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(RealServersExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Servers.kinds().contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<? extends TestServer> kind =
        parameter.getParameter().getType().asSubclass(TestServer.class);
    Optional<Private> ours = parameter.findAnnotation(Private.class);
    if (ours.isEmpty()) {
      return Servers.shared(kind);
    }
    ExtensionContext owner = ofClass(context);
    TestServer server =
        owner
            .getStore(NAMESPACE)
            .computeIfAbsent(
                kind.getName() + ours.get().value(),
                key -> new Owned(owner, kind, ours.get().value()),
                Owned.class)
            .server;
    server.start();
    return server;
  }

  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext owner = context;
    while (owner.getTestMethod().isPresent()) {
      owner = owner.getParent().orElseThrow();
    }
    return owner;
  }

  /** Stopped after the class; its log stays. */
  private static final class Owned implements AutoCloseable {

    private final TestServer server;

    Owned(ExtensionContext owner, Class<? extends TestServer> kind, String name) {
      Path directory =
          SharedDirectory.path()
              .resolveSibling("private")
              .resolve(owner.getRequiredTestClass().getName())
              .resolve(kind.getSimpleName() + name + "-" + ProcessHandle.current().pid());
      server = Servers.create(kind, directory);
    }

    @Override
    public void close() throws IOException {
      server.kill();
      Trees.delete(server.data());
    }
  }
}
