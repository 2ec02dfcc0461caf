package dev.tutti.tm.recovery;

import java.util.Optional;

/**
 * The decision log. Immutable.
 *
 * @param records decisions that are not finished, those of running transactions too
 * @param sizeBytes what it occupies on the disk
 * @param writtenBytes written to it since the start, without the filling of new segments
 * @param forces how often the disk was forced since the start
 * @param freeBytes free for it on its disk, as of the last recovery pass or list; empty if that is
 *     not known
 * @param failure why it takes no more decisions until a restart; empty if it does
 */
public record LogVitals(
    int records,
    long sizeBytes,
    long writtenBytes,
    long forces,
    Optional<Long> freeBytes,
    Optional<String> failure) {}
