package io.foresnap.prefetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.event.VirtualClock;
import io.foresnap.ranking.PrefetchTask;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the serving nodes have already, as far as it can be known from here. */
final class ServingNodes {

    /** A chunk reaches the cache well within this; until then it counts as there. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(2);

    private final VirtualClock clock;
    private final long refreshMs;
    private final long largestFile;
    private final Cache<String, Boolean> inFlight =
            Caffeine.newBuilder().expireAfterWrite(IN_FLIGHT).build();

    /**
     * What was sent to serving nodes elsewhere, whose cache cannot be seen from here, and the end
     * of the window that it is kept there for.
     */
    private final Cache<String, Long> sentElsewhere =
            Caffeine.newBuilder().maximumSize(1_000_000).build();

    /**
     * @param refreshMs how often a list is gone through, milliseconds of the clock
     * @param cacheBytes memory of a serving node
     */
    ServingNodes(VirtualClock clock, long refreshMs, long cacheBytes) {
        this.clock = clock;
        this.refreshMs = refreshMs;
        this.largestFile = RunCache.largestFile(cacheBytes);
    }

    /** Which of a task's files take memory: the largest are never held. */
    List<PrefetchBudget.Need> needs(List<SourceFile> files, int subtask) {
        RunCache node = here(subtask);
        return files.stream()
                .filter(file -> file.bytes() <= largestFile)
                .map(
                        file ->
                                new PrefetchBudget.Need(
                                        file.path(),
                                        file.bytes(),
                                        node != null && node.isUsed(file.path())))
                .toList();
    }

    /** The cache of a serving subtask, if it is in this process. */
    private static @Nullable RunCache here(int subtask) {
        RunCache node = NodeCache.current();
        return node != null && node.serves(subtask) ? node : null;
    }

    /** Whether a task's file has to be fetched; what is there is kept for its window. */
    boolean isMissing(PrefetchTask task, SourceFile file, int subtask) {
        String path = file.path();
        if (file.bytes() > largestFile) {
            return false;
        }
        RunCache node = here(subtask);
        if (node == null) {
            Long keptUntil = sentElsewhere.getIfPresent(path);
            return keptUntil == null || runsOut(task, keptUntil);
        }
        if (node.contains(path)) {
            // Arrived: should it be evicted from now on, it is missing at once.
            inFlight.invalidate(path);
            node.keepFor(path, clock.machineMillisUntil(task.deadlineMs()));
            return false;
        }
        return inFlight.getIfPresent(path) == null;
    }

    /**
     * Whether what is elsewhere leaves before its task is over: only by being sent again is it kept
     * for longer. That is put off for as long as the task comes again before.
     */
    private boolean runsOut(PrefetchTask task, long keptUntilMs) {
        boolean comesAgain = !task.urgent() || task.isOrdered();
        long nextMs = clock.nowMs() + (comesAgain ? refreshMs : 0);
        return keptUntilMs <= nextMs && keptUntilMs < task.deadlineMs();
    }

    /** Bytes were read for a serving subtask when its window passed. */
    void cameTooLate(long bytes, int subtask) {
        RunCache node = here(subtask);
        if (node != null && bytes > 0) {
            node.cameTooLate(bytes);
        }
    }

    /** A file is on its way. */
    void sent(String path, long deadlineMs) {
        inFlight.put(path, true);
        sentElsewhere.put(path, deadlineMs);
    }
}
