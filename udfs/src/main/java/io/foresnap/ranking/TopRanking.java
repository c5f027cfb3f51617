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

    /**
     * @param capacity most entries kept, from 0
     */
    public TopRanking(int capacity) {
        this.capacity = capacity;
    }

    /** Offers a prediction; whether it is among the best so far. */
    public boolean offer(Prediction prediction) {
        if (capacity == 0) {
            return false;
        }
        Prediction worst = worstFirst.peek();
        if (worst != null && worstFirst.size() == capacity) {
            if (Prediction.BEST_FIRST.compare(prediction, worst) >= 0) {
                return false;
            }
            worstFirst.poll();
        }
        return worstFirst.add(prediction);
    }

    /** The prefetch list, best first. */
    public List<PrefetchTask> tasks() {
        List<Prediction> best = new ArrayList<>(worstFirst);
        best.sort(Prediction.BEST_FIRST);
        List<PrefetchTask> tasks = new ArrayList<>(best.size());
        for (Prediction p : best) {
            tasks.add(PrefetchTask.listed(p, tasks.size()));
        }
        return tasks;
    }
}
