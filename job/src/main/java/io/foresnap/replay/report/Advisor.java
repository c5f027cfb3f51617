package io.foresnap.replay.report;

import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.predict.Predictions;
import io.foresnap.replay.report.Recommended.Trial;
import io.foresnap.replay.simulation.PolicyResult;
import io.foresnap.replay.simulation.PolicyRuns;
import io.foresnap.replay.simulation.PolicyRuns.Run;
import io.foresnap.replay.simulation.SimulationSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Finds the settings that {@link Recommended} describes, by trying them in the simulation. */
final class Advisor {

    /** Sizes of the cache that are tried, shares of all bytes. */
    static final double[] CAPACITIES = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1};

    private static final double ENOUGH_OF_CACHE = 0.9;
    private static final double ENOUGH = 0.98;
    private static final long MOST_PREDICTIONS = 1_500_000;
    private static final String OURS = "foresnap";
    private static final String NO_CACHE = "none";

    private final Trace trace;
    private final UnaryOperator<SimulationSettings> simulation;
    private final Runnable step;
    private final List<Trial> tried = new ArrayList<>();
    private final Map<Long, Double> uncachedMillis = new HashMap<>();

    /**
     * @param simulation changes the usual settings of the simulation to those asked for
     * @param step told after each trial
     */
    Advisor(Trace trace, UnaryOperator<SimulationSettings> simulation, Runnable step) {
        this.trace = trace;
        this.simulation = simulation;
        this.step = step;
    }

    /** What to recommend, with what the chosen model predicted. */
    Recommended recommend(TickGrid grid, Probabilities probabilities, ModelType searchedWith)
            throws InterruptedException {
        SimulationSettings usual = simulation.apply(SimulationSettings.defaults(trace, grid));
        Trial cache =
                cheapest(
                        trials(grid, probabilities, usual, CAPACITIES),
                        ENOUGH_OF_CACHE,
                        Trial::capacity);
        List<Trial> queues = new ArrayList<>(List.of(cache));
        for (int queue : queues(usual.queueCapacity())) {
            queues.addAll(trials(grid, probabilities, withQueue(usual, queue), cache.capacity()));
        }
        Trial queue = cheapest(queues, ENOUGH, Trial::queueCapacity);
        SimulationSettings found = withQueue(usual, queue.queueCapacity());
        long intervalMs = interval(grid, found, queue.capacity(), searchedWith);
        return new Recommended(
                queue.capacity(),
                queue.capacityBytes(),
                queue.queueCapacity(),
                intervalMs,
                queue,
                List.copyOf(tried));
    }

    private List<Trial> trials(
            TickGrid grid,
            Probabilities probabilities,
            SimulationSettings settings,
            double... capacities)
            throws InterruptedException {
        PolicyRuns runs = new PolicyRuns(trace, grid, probabilities, settings, new int[0]);
        List<Run> wanted =
                Arrays.stream(capacities).mapToObj(share -> new Run(OURS, share)).toList();
        double uncached = uncachedMillis(runs, grid);
        List<Trial> trials =
                runs.run(wanted, step).stream()
                        .map(result -> trial(result, settings, grid, uncached))
                        .toList();
        tried.addAll(trials);
        return trials;
    }

    /** Mean latency without a cache: that of the requests that are scored with an interval. */
    private double uncachedMillis(PolicyRuns runs, TickGrid grid) throws InterruptedException {
        Double known = uncachedMillis.get(grid.windowMs());
        if (known == null) {
            known = runs.run(List.of(new Run(NO_CACHE, 0)), () -> {}).get(0).latencyMillis().mean();
            uncachedMillis.put(grid.windowMs(), known);
        }
        return known;
    }

    private static Trial trial(
            PolicyResult result, SimulationSettings settings, TickGrid grid, double uncached) {
        return new Trial(
                result.capacityShare(),
                result.capacityBytes(),
                settings.queueCapacity(),
                grid.windowMs(),
                result.servedWholly(),
                result.sourceBytesPerRequestedByte(),
                result.latencyMillis().mean(),
                uncached - result.latencyMillis().mean());
    }

    private int[] queues(int usual) {
        return IntStream.of(usual / 4, usual / 2, usual * 2, usual * 4)
                .map(queue -> Math.min(queue, trace.entities().size()))
                .filter(queue -> queue > 0 && queue != usual)
                .distinct()
                .toArray();
    }

    /** Intervals are compared with a model that is quick to train: the same one for all. */
    private long interval(
            TickGrid grid, SimulationSettings settings, double share, ModelType searchedWith)
            throws InterruptedException {
        List<Trial> intervals = new ArrayList<>();
        for (long windowMs :
                new long[] {grid.windowMs() / 2, grid.windowMs(), grid.windowMs() * 2}) {
            TickGrid other = trace.grid(Math.max(1, windowMs));
            if ((long) other.ticks() * trace.entities().size() <= MOST_PREDICTIONS) {
                Probabilities probabilities = Predictions.quick(trace, other, searchedWith);
                intervals.addAll(trials(other, probabilities, settings, share));
            }
        }
        return intervals.isEmpty()
                ? grid.windowMs()
                : cheapest(intervals, ENOUGH, trial -> -trial.intervalMs()).intervalMs();
    }

    /** The cheapest of those that save enough of what the best of them saves. */
    static Trial cheapest(List<Trial> trials, double enough, ToDoubleFunction<Trial> cost) {
        double most = trials.stream().mapToDouble(Trial::savedMillis).max().orElse(0);
        return trials.stream()
                .filter(trial -> trial.savedMillis() >= Math.min(most, enough * most))
                .min(Comparator.comparingDouble(cost))
                .orElseThrow();
    }

    private static SimulationSettings withQueue(SimulationSettings s, int queueCapacity) {
        return new SimulationSettings(
                s.snapshotBytes(),
                s.segmentBytes(),
                s.snapshotIntervalMs(),
                s.segmentIntervalMs(),
                s.resolutionMs(),
                s.fetchDelayMs(),
                s.fetchBytesPerSecond(),
                s.applyBytesPerSecond(),
                s.workers(),
                s.requestStreams(),
                queueCapacity,
                s.seed());
    }
}
