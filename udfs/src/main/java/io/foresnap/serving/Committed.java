package io.foresnap.serving;

import org.jspecify.annotations.Nullable;

/**
 * What committing an attempt came to.
 *
 * @param result the answer; null when the request was answered before
 */
public record Committed(@Nullable BackupResult result) {}
