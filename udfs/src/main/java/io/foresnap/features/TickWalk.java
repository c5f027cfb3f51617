package io.foresnap.features;

import io.foresnap.history.Awaiting;
import io.foresnap.history.LikelyTarget;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterTimes;
import io.foresnap.history.TableSigns;
import io.foresnap.history.TargetHabits;
import io.foresnap.history.WallClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * One prediction tick over all partitions, in two passes: first every history is brought up to the
 * tick, which also shows how busy the whole is; then features and closed examples are made.
 */
final class TickWalk {

    private static final double ALONE = 5.5;

    private final TickTimes times;
    private final long tickMs;
    private final long windowMs;
    private final Activity activity = new Activity();
    private final UsualGaps gaps;
    private final FeatureExtractor extractor;
    private final ExampleSampling sampling;
    private final WaitingSampling waiting;
    private final WallClock clock;
    private final Map<Integer, RequesterTimes> requesters;

    /**
     * @param times when the tick is, and what it is about
     * @param mostExamples about how many examples the tick may yield
     * @param clock whose hours and days habits follow
     * @param requesters when each was seen last
     */
    TickWalk(
            TickTimes times,
            int mostExamples,
            WallClock clock,
            Map<Integer, RequesterTimes> requesters) {
        this.requesters = requesters;
        this.clock = clock;
        this.sampling = new ExampleSampling(mostExamples);
        this.waiting = new WaitingSampling(mostExamples);
        this.times = times;
        this.tickMs = times.tickMs();
        this.windowMs = times.windowMs();
        this.gaps = new UsualGaps(windowMs, times.horizonMs());
        this.extractor = new FeatureExtractor(times, clock);
    }

    /**
     * First pass: lets the partition's accesses before the tick take effect. Doing it twice is
     * doing it once.
     */
    void fold(PartitionHistory history) {
        history.foldBefore(tickMs, windowMs, clock);
        if (history.seen()) {
            activity.add(history);
            gaps.add(history.interarrivals);
            waiting.count(history.occupancy);
        }
        for (Awaiting closed : history.closedAt(tickMs)) {
            sampling.count(closed.hit());
        }
    }

    /**
     * Second pass, a table at a time: gives away the examples that closed and the new features.
     * Histories that were not kept since the first pass are brought up to the tick again.
     *
     * @return the histories that have changed so that they have to be kept
     */
    Map<Integer, PartitionHistory> emit(
            String table,
            SortedMap<Integer, PartitionHistory> partitions,
            TableSigns signs,
            TargetHabits habits,
            Consumer<PartitionFeatures> features,
            Consumer<TrainingExample> examples) {
        Map<Integer, PartitionHistory> changed = new HashMap<>();
        int active = 0;
        int all = 0;
        for (var entry : partitions.entrySet()) {
            PartitionHistory history = entry.getValue();
            if (history.foldBefore(tickMs, windowMs, clock)) {
                changed.put(entry.getKey(), history);
            }
            all += history.seen() ? 1 : 0;
            active += history.occupancy.at(1) ? 1 : 0;
        }
        List<LikelyTarget> targets = habits.expected(tickMs, times.horizonMs(), clock);
        for (var entry : partitions.entrySet()) {
            PartitionHistory history = entry.getValue();
            if (history.seen()) {
                int partition = entry.getKey();
                boolean closed = close(table, partition, history, examples);
                int others = active - (history.occupancy.at(1) ? 1 : 0);
                double siblings = all == 1 ? ALONE : Odds.logit(others, all - 1, 0.2, 0.5);
                float[] values =
                        extractor.extract(history, activity, siblings, signs, requesterMs(history));
                PartitionFeatures made =
                        new PartitionFeatures(
                                table,
                                partition,
                                tickMs,
                                times.horizonMs(),
                                values,
                                AccessSteps.of(history.ring, windowMs, clock),
                                history.inOrder,
                                ExpectedRequest.of(history, targets, gaps, tickMs));
                if (await(history, made) || closed) {
                    changed.put(partition, history);
                }
                features.accept(made);
            }
        }
        return changed;
    }

    private boolean await(PartitionHistory history, PartitionFeatures made) {
        double chance = waiting.chance(history.occupancy);
        if (!ExampleSampling.waits(made.table(), made.partition(), draw(tickMs), chance)) {
            return false;
        }
        return history.await(
                new Awaiting(
                        tickMs,
                        made.windowMs(),
                        made.values(),
                        made.steps(),
                        made.accesses(),
                        false,
                        (float) chance));
    }

    // Once a window: where windows are longer than the time between ticks, two vectors at a time
    // are all that is kept, of those that always wait as of those that seldom do.
    private long draw(long madeMs) {
        return Math.floorDiv(madeMs, windowMs);
    }

    /** When the partition's newest requester was seen last; itself was, at least. */
    private long requesterMs(PartitionHistory history) {
        RequesterTimes times = requesters.get(history.ring.requester(0));
        return times == null ? history.lastMs : Math.max(history.lastMs, times.before(tickMs));
    }

    private boolean close(
            String table,
            int partition,
            PartitionHistory history,
            Consumer<TrainingExample> examples) {
        List<Awaiting> taken = history.takeClosed(tickMs);
        for (Awaiting closed : taken) {
            double weight =
                    sampling.weight(
                            table, partition, draw(closed.tickMs()), closed.hit(), closed.chance());
            if (weight > 0) {
                PartitionFeatures then =
                        new PartitionFeatures(
                                table,
                                partition,
                                closed.tickMs(),
                                closed.windowMs(),
                                closed.values(),
                                closed.steps(),
                                closed.accesses(),
                                ExpectedRequest.UNKNOWN);
                examples.accept(new TrainingExample(then, closed.hit(), weight));
            }
        }
        return !taken.isEmpty();
    }
}
