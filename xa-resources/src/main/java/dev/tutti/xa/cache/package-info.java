/**
 * Caches in this process that take part in commit and rollback. The way in is {@link
 * dev.tutti.xa.cache.CacheResource#infinispan} and {@link dev.tutti.xa.cache.CacheResource#jcache}.
 *
 * <p>The cache product is bounded storage and nothing else: what a transaction means is written
 * once, here, and is the same for each of them.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.xa.cache;
