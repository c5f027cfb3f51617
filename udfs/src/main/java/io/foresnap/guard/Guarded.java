package io.foresnap.guard;

import io.foresnap.ranking.PrefetchTask;

/**
 * A prefetch task and what the guard said to it.
 *
 * @param task the task
 * @param verdict what became of it
 */
public record Guarded(PrefetchTask task, Verdict verdict) {}
