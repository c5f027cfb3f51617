package io.foresnap.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best predictions of a tick: a heap of at most {@code capacity} entries with the worst on top.
 * What it holds in the end does not depend on the order of the offers.
 */
public final class TopRanking {

    private final int capacity;
    private final PriorityQueue<Prediction> worstFirst =
            new PriorityQueue<>(Prediction.BEST_FIRST.reversed());
    private int crowdedOut;

    /**
     * @param capacity most entries kept, from 0
     */
    public TopRanking(int capacity) {
        this.capacity = capacity;
    }

    /** Offers a prediction; whether it is among the best so far. */
    public boolean offer(Prediction prediction) {
        if (worstFirst.size() < capacity) {
            return worstFirst.add(prediction);
        }
        crowdedOut++;
        Prediction worst = worstFirst.peek();
        if (worst == null || Prediction.BEST_FIRST.compare(prediction, worst) >= 0) {
            return false;
        }
        worstFirst.poll();
        return worstFirst.add(prediction);
    }

    /** How many offers better ones have left no place for. */
    int crowdedOut() {
        return crowdedOut;
    }

    /** The prefetch list, best first. */
    public List<PrefetchTask> tasks() {
        return tasks(Long.MAX_VALUE);
    }

    /**
     * The prefetch list, best first, without what does not fit into a budget any more when its turn
     * comes. Smaller ones behind it may fit.
     *
     * @param budgetBytes what the files that the list needs may have together
     */
    List<PrefetchTask> tasks(long budgetBytes) {
        List<Prediction> best = new ArrayList<>(worstFirst);
        best.sort(Prediction.BEST_FIRST);
        List<PrefetchTask> tasks = new ArrayList<>(best.size());
        long left = budgetBytes;
        for (Prediction p : best) {
            if (p.neededBytes() <= left) {
                left -= p.neededBytes();
                tasks.add(PrefetchTask.listed(p, tasks.size()));
            }
        }
        return tasks;
    }

    /** How many predictions there are to list. */
    int size() {
        return worstFirst.size();
    }
}
