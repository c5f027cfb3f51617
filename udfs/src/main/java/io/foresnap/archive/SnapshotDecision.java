package io.foresnap.archive;

import java.util.function.Supplier;

/**
 * Whether a partition's next snapshot is due.
 *
 * @param due whether to make it now
 * @param priority among those due, the greatest first: what it saves over what it costs
 * @param words makes the reason; most are never read
 */
public record SnapshotDecision(boolean due, double priority, Supplier<String> words) {

    /** Why, in plain words. */
    public String reason() {
        return words.get();
    }
}
