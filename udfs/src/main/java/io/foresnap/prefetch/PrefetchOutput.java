package io.foresnap.prefetch;

import org.jspecify.annotations.Nullable;

/**
 * What the prefetch workers emit: a chunk, or the report that closes a task. One type, because
 * async I/O has no side outputs; they are parted right behind it.
 *
 * @param report set when this is a report
 * @param chunk set when this is a chunk
 */
public record PrefetchOutput(@Nullable PrefetchReport report, @Nullable RunChunk chunk) {}
