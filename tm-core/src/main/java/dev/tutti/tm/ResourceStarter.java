package dev.tutti.tm;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Starts resources side by side: a slow one delays the start by its own time only. What is refilled
 * from another starts after the others.
 */
final class ResourceStarter {

  private ResourceStarter() {}

  static void start(List<ResourceManager> resources, TransactionContext context) {
    Map<Boolean, List<ResourceManager>> refilled =
        resources.stream()
            .collect(Collectors.partitioningBy(r -> r.guarantee() == Guarantee.VOLATILE));
    together(refilled.getOrDefault(false, List.of()), context);
    together(refilled.getOrDefault(true, List.of()), context);
  }

  private static void together(List<ResourceManager> resources, TransactionContext context) {
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (ResourceManager resource : resources) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  resource.start(context);
                  done.complete(null);
                } catch (RuntimeException | Error e) {
                  done.completeExceptionally(e);
                }
              },
              "tutti-start-" + resource.name());
      thread.setDaemon(true);
      thread.start();
      starts.add(done);
    }
    RuntimeException failure = null;
    for (CompletableFuture<Void> start : starts) {
      try {
        start.join();
      } catch (CompletionException e) {
        RuntimeException one =
            e.getCause() instanceof RuntimeException known
                ? known
                : new IllegalStateException(e.getCause());
        if (failure == null) {
          failure = one;
        } else {
          failure.addSuppressed(one);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
