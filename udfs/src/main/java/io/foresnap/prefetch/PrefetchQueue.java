package io.foresnap.prefetch;

import io.foresnap.ranking.PrefetchTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for a prefetch worker: at most {@code capacity} tasks, urgent ones first, by value. A
 * newer list replaces what still waits of older ones, but no urgent task, which is part of no list:
 * that one only gives way to a newer one for the same files. When full, the least valued gives way.
 */
final class PrefetchQueue {

    private static final Logger LOG = LoggerFactory.getLogger(PrefetchQueue.class);

    private static final Comparator<Waiting> BY_VALUE =
            Comparator.comparing((Waiting w) -> !w.task().urgent())
                    .thenComparingDouble(w -> -w.task().value())
                    .thenComparing(w -> w.task().table())
                    .thenComparingInt(w -> w.task().partition())
                    .thenComparingLong(Waiting::sequence);

    private final int capacity;
    private final TreeSet<Waiting> waiting = new TreeSet<>(BY_VALUE);
    private long newestTick = Long.MIN_VALUE;
    private int newestRound = Integer.MIN_VALUE;
    private long sequence;
    private boolean closed;

    PrefetchQueue(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException(
                    "prefetch.queue-capacity must not be negative, but is " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * A task in the queue.
     *
     * @param done takes what becomes of it, once
     */
    record Waiting(
            PrefetchTask task, long sequence, int subtask, Consumer<List<PrefetchOutput>> done) {

        void drop(PrefetchReport.Outcome outcome) {
            try {
                done.accept(List.of(reportOf(task, outcome)));
            } catch (RuntimeException e) {
                // The subtask that asked has ended: nobody has to be told.
                LOG.debug("Nobody takes the report of {}", task.table(), e);
            }
        }
    }

    static PrefetchOutput reportOf(PrefetchTask task, PrefetchReport.Outcome outcome) {
        return new PrefetchOutput(
                new PrefetchReport(
                        task.table(),
                        task.partition(),
                        task.probability(),
                        task.tickMs(),
                        task.round(),
                        outcome,
                        0,
                        0,
                        null),
                null);
    }

    /** Adds a task; tasks that give way are told so. */
    void offer(PrefetchTask task, int subtask, Consumer<List<PrefetchOutput>> done) {
        List<Waiting> superseded = new ArrayList<>();
        List<Waiting> repeated = new ArrayList<>();
        List<Waiting> crowdedOut = new ArrayList<>();
        synchronized (this) {
            if (isNewer(task)) {
                newestTick = task.tickMs();
                newestRound = task.round();
                waiting.stream().filter(w -> !w.task().urgent()).forEach(superseded::add);
                superseded.forEach(waiting::remove);
            }
            PrefetchTask longest = takeRepeated(task, repeated);
            Waiting added = new Waiting(longest, sequence++, subtask, done);
            if (closed || isOlder(task)) {
                superseded.add(added);
            } else {
                waiting.add(added);
                if (waiting.size() > capacity) {
                    Waiting last = waiting.pollLast();
                    if (last != null) {
                        crowdedOut.add(last);
                    }
                }
                notifyAll();
            }
        }
        // Outside the lock: it calls back into the operator.
        superseded.forEach(w -> w.drop(PrefetchReport.Outcome.SUPERSEDED));
        repeated.forEach(w -> w.drop(PrefetchReport.Outcome.REPEATED));
        crowdedOut.forEach(w -> w.drop(PrefetchReport.Outcome.QUEUE_FULL));
    }

    /**
     * Takes out what waits for the same as an urgent task, which tells it better: a script that
     * walks over its tables lets expect each of them at every step before it.
     *
     * @param repeated gets what is taken out
     * @return the task, for the longest of their windows
     */
    private PrefetchTask takeRepeated(PrefetchTask task, List<Waiting> repeated) {
        if (!task.urgent() || task.isOrdered()) {
            return task;
        }
        long untilMs = task.deadlineMs();
        for (Waiting other : waiting) {
            if (!other.task().urgent()) {
                break;
            }
            if (!other.task().isOrdered() && other.task().isForSameAs(task)) {
                repeated.add(other);
                untilMs = Math.max(untilMs, other.task().deadlineMs());
            }
        }
        repeated.forEach(waiting::remove);
        return task.until(untilMs);
    }

    private boolean isNewer(PrefetchTask task) {
        if (task.urgent()) {
            return false;
        }
        return task.tickMs() > newestTick
                || task.tickMs() == newestTick && task.round() > newestRound;
    }

    private boolean isOlder(PrefetchTask task) {
        if (task.urgent()) {
            return false;
        }
        return task.tickMs() < newestTick
                || task.tickMs() == newestTick && task.round() < newestRound;
    }

    /** The first task, waiting for one if need be. */
    synchronized Waiting take() throws InterruptedException {
        while (true) {
            Waiting first = waiting.pollFirst();
            if (first != null) {
                return first;
            }
            wait();
        }
    }

    synchronized int length() {
        return waiting.size();
    }

    /** Drops what waits and everything that comes from now on. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        dropWaiting();
    }

    /** Drops what waits now. */
    void dropWaiting() {
        List<Waiting> left;
        synchronized (this) {
            left = new ArrayList<>(waiting);
            waiting.clear();
        }
        left.forEach(w -> w.drop(PrefetchReport.Outcome.SUPERSEDED));
    }
}
