/**
 * The running system as meters, for programs that use Micrometer. The way in is {@link
 * dev.tutti.tm.metrics.TuttiMetrics}. Needs {@code io.micrometer:micrometer-core} on the class
 * path, which nothing else of Tutti does.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.metrics;
