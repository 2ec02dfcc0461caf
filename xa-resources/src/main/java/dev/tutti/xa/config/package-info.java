/**
 * From typed configuration to resources. A kind of resource is found by {@link
 * java.util.ServiceLoader}: implement {@link dev.tutti.xa.config.ResourceKind} and register it, and
 * configuration files can name it. Knows no adapter.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.xa.config;
