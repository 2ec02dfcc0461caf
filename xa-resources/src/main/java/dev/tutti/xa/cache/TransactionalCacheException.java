package dev.tutti.xa.cache;

import org.jspecify.annotations.Nullable;

/**
 * A cache cannot do what a transaction asked: a key is kept by another writer, or the source of the
 * entries does not answer. The message names the cache, the key, the reason and what to do.
 */
public final class TransactionalCacheException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TransactionalCacheException(
      String resource, String key, String problem, @Nullable Throwable cause) {
    super(resource + ": key '" + key + "': " + problem, cause);
  }
}
