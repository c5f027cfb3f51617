package io.foresnap.ranking;

import io.foresnap.metrics.RankingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Makes the prefetch list: the best predictions of a tick over all partitions, in order. Keyed by a
 * constant.
 *
 * <p>Predictions are gathered until the watermark reaches their tick; then the list leaves, and
 * leaves again with the next round number at every refresh interval, until its window ends or a
 * newer tick replaces it. Only predictions that were among the best when they came are written to
 * state; the heap is rebuilt from them after a restart.
 */
public final class RankFunction extends KeyedProcessFunction<Integer, Prediction, PrefetchTask> {

    private static final long serialVersionUID = 1;

    private final int capacity;
    private final double minProbability;
    private final Duration refresh;
    private final long budgetBytes;
    private transient ListState<Prediction> gathered;
    private transient ListState<PrefetchTask> listed;
    private transient @Nullable TreeMap<Long, TopRanking> rankings;
    private transient int listLength;
    private transient RankingMetrics metrics;

    /**
     * @param capacity most entries of the list; 0 turns prefetching off
     * @param minProbability predictions below it are never listed
     * @param refresh how often the list leaves again
     * @param budgetBytes what the files that a list needs may have together
     */
    public RankFunction(int capacity, double minProbability, Duration refresh, long budgetBytes) {
        if (capacity < 0) {
            throw new IllegalArgumentException(
                    "prefetch.queue-capacity must not be negative, but is " + capacity);
        }
        if (!(minProbability >= 0 && minProbability <= 1)) {
            throw new IllegalArgumentException(
                    "prefetch.min-probability must be from 0 to 1, but is " + minProbability);
        }
        if (budgetBytes < 0) {
            throw new IllegalArgumentException(
                    "prefetch.tick-budget must not be negative, but is " + budgetBytes);
        }
        if (refresh.toMillis() <= 0) {
            throw new IllegalArgumentException(
                    "prefetch.refresh-interval must be positive, but is " + refresh);
        }
        this.capacity = capacity;
        this.minProbability = minProbability;
        this.refresh = refresh;
        this.budgetBytes = budgetBytes;
    }

    /** Predictions whose tick the watermark has not reached; emptied at every tick. */
    static ListStateDescriptor<Prediction> gatheredDescriptor() {
        return new ListStateDescriptor<>("gathered", TypeInformation.of(Prediction.class));
    }

    /** The current list; emptied when its window ends. */
    static ListStateDescriptor<PrefetchTask> listedDescriptor() {
        return new ListStateDescriptor<>("listed", TypeInformation.of(PrefetchTask.class));
    }

    @Override
    public void open(OpenContext context) {
        gathered = getRuntimeContext().getListState(gatheredDescriptor());
        listed = getRuntimeContext().getListState(listedDescriptor());
        metrics = new RankingMetrics(getRuntimeContext().getMetricGroup(), () -> listLength);
    }

    @Override
    public void processElement(Prediction prediction, Context context, Collector<PrefetchTask> out)
            throws Exception {
        context.timerService().registerEventTimeTimer(prediction.tickMs());
        // The first of a tick is kept in any case: the tick ends the list before it, also when
        // nothing new is listed.
        boolean first = !rankings().containsKey(prediction.tickMs());
        if (!(prediction.probability() >= minProbability)) {
            metrics.belowThreshold();
        }
        if (offer(rankings(), prediction) || first) {
            gathered.add(prediction);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PrefetchTask> out)
            throws Exception {
        List<PrefetchTask> list = new ArrayList<>();
        listed.get().forEach(list::add);
        TopRanking due = takeRanking(timestamp);
        // What comes too late must not push out the list of a newer tick.
        if (due != null && (list.isEmpty() || list.get(0).tickMs() < timestamp)) {
            List<PrefetchTask> fresh = due.tasks(budgetBytes);
            metrics.ranked(fresh.size());
            metrics.overCapacity(due.crowdedOut());
            metrics.overBudget(due.size() - fresh.size());
            list(fresh, timestamp, context, out);
            return;
        }
        if (list.isEmpty() || !concerns(list.get(0), timestamp)) {
            return;
        }
        int round = (int) ((timestamp - list.get(0).tickMs()) / refresh.toMillis());
        list.replaceAll(task -> task.inRound(round));
        list(timestamp < list.get(0).deadlineMs() ? list : List.of(), timestamp, context, out);
    }

    // A timer of a list that has been replaced may fall before this list or between its rounds.
    private boolean concerns(PrefetchTask first, long timeMs) {
        long age = timeMs - first.tickMs();
        return timeMs >= first.deadlineMs() || (age > 0 && age % refresh.toMillis() == 0);
    }

    private void list(
            List<PrefetchTask> list,
            long timeMs,
            OnTimerContext context,
            Collector<PrefetchTask> out)
            throws Exception {
        listed.update(list);
        listLength = list.size();
        list.forEach(out::collect);
        if (!list.isEmpty()) {
            long next = timeMs + refresh.toMillis();
            long end = list.get(0).deadlineMs();
            context.timerService().registerEventTimeTimer(Math.min(next, end));
        }
    }

    private @Nullable TopRanking takeRanking(long tickMs) throws Exception {
        TopRanking due = rankings().remove(tickMs);
        if (due != null) {
            List<Prediction> later = new ArrayList<>();
            for (Prediction prediction : gathered.get()) {
                if (prediction.tickMs() > tickMs) {
                    later.add(prediction);
                }
            }
            gathered.update(later);
        }
        return due;
    }

    private boolean offer(TreeMap<Long, TopRanking> known, Prediction prediction) {
        TopRanking ranking =
                known.computeIfAbsent(prediction.tickMs(), t -> new TopRanking(capacity));
        return prediction.probability() >= minProbability && ranking.offer(prediction);
    }

    private TreeMap<Long, TopRanking> rankings() throws Exception {
        TreeMap<Long, TopRanking> known = rankings;
        if (known == null) {
            known = new TreeMap<>();
            for (Prediction prediction : gathered.get()) {
                offer(known, prediction);
            }
            rankings = known;
        }
        return known;
    }
}
