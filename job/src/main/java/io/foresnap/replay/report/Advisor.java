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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the settings that {@link Recommended} describes, by trying them in the simulation. */
final class Advisor {

    /** Sizes of the cache that are tried, shares of all bytes. */
    static final double[] CAPACITIES = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1};

    private static final double ENOUGH = 0.9;
    private static final long MOST_PREDICTIONS = 1_500_000;

    /** The policy whose settings are sought. */
    static final String OURS = "foresnap";

    private static final String LRU = "lru";

    private final Trace trace;
    private final UnaryOperator<SimulationSettings> simulation;
    private final List<PolicyFigures> played;
    private final Runnable step;
    private final List<Trial> tried = new ArrayList<>();
    private final Map<List<Object>, Double> plainMillis = new ConcurrentHashMap<>();

    /**
     * @param simulation changes the usual settings of the simulation to those asked for
     * @param played all policies at some sizes of the cache, with the usual settings
     * @param step told after each trial
     */
    Advisor(
            Trace trace,
            UnaryOperator<SimulationSettings> simulation,
            List<PolicyFigures> played,
            Runnable step) {
        this.trace = trace;
        this.played = played;
        this.simulation = simulation;
        this.step = step;
    }

    /**
     * What to recommend, with what the chosen model predicted.
     *
     * @param searchedWith the model that intervals are compared with
     * @param known what that one predicted, if it did
     */
    Recommended recommend(
            TickGrid grid,
            Probabilities probabilities,
            ModelType searchedWith,
            @Nullable Probabilities known)
            throws InterruptedException {
        SimulationSettings usual = simulation.apply(SimulationSettings.defaults(trace, grid));
        Trial cache =
                cheapest(sizes(grid, probabilities, usual), Trial::savedMillis, Trial::capacity);
        List<Callable<Trial>> others = new ArrayList<>();
        for (int queue : queues(usual.queueCapacity())) {
            SimulationSettings settings = withQueue(usual, queue);
            others.add(() -> trial(grid, probabilities, settings, cache.capacity()));
        }
        List<Trial> queues = new ArrayList<>(List.of(cache));
        queues.addAll(tried(others));
        Trial queue = cheapest(queues, Trial::savedByPrediction, Trial::queueCapacity);
        SimulationSettings found = withQueue(usual, queue.queueCapacity());
        Trial best = interval(grid, found, queue, searchedWith, known);
        return new Recommended(
                queue.capacity(),
                queue.capacityBytes(),
                queue.queueCapacity(),
                best.intervalMs(),
                best,
                List.copyOf(tried));
    }

    private List<Trial> sizes(
            TickGrid grid, Probabilities probabilities, SimulationSettings settings)
            throws InterruptedException {
        List<Callable<Trial>> sizes = new ArrayList<>();
        for (double share : CAPACITIES) {
            Optional<PolicyFigures> ours = played(OURS, share);
            Optional<PolicyFigures> lru = played(LRU, share);
            if (ours.isPresent() && lru.isPresent()) {
                double lruMillis = lru.get().latencyMillis().mean();
                Trial known = trial(ours.get(), settings, grid, lruMillis);
                plainMillis.put(List.of(grid.windowMs(), new Run(LRU, share)), lruMillis);
                sizes.add(
                        () -> {
                            step.run();
                            return known;
                        });
            } else {
                sizes.add(() -> trial(grid, probabilities, settings, share));
            }
        }
        return tried(sizes);
    }

    private Optional<PolicyFigures> played(String policy, double share) {
        return played.stream()
                .filter(p -> p.name().equals(policy) && p.capacity() == share)
                .findFirst();
    }

    /** Makes trials side by side; they are noted in their order. */
    private List<Trial> tried(List<Callable<Trial>> trials) throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<Trial> made = new ArrayList<>();
        try {
            for (Future<Trial> each : threads.invokeAll(trials)) {
                made.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
        tried.addAll(made);
        return made;
    }

    private Trial trial(
            TickGrid grid,
            Probabilities probabilities,
            SimulationSettings settings,
            double capacity)
            throws InterruptedException {
        PolicyRuns runs = new PolicyRuns(trace, grid, probabilities, settings, new int[0]);
        PolicyResult ours = runs.run(List.of(new Run(OURS, capacity)), step).get(0);
        double lru = plainMillis(runs, grid, new Run(LRU, capacity));
        return trial(PolicyFigures.of(ours), settings, grid, lru);
    }

    private Trial trial(
            PolicyFigures ours, SimulationSettings settings, TickGrid grid, double lru) {
        return new Trial(
                ours.capacity(),
                ours.capacityBytes(),
                settings.queueCapacity(),
                grid.windowMs(),
                ours.servedWholly(),
                ours.sourceBytesPerRequestedByte(),
                ours.latencyMillis().mean(),
                lru,
                played.get(0).latencyMillis().mean());
    }

    /** Mean latency by a policy that does not predict: depends on the requests that are scored. */
    private double plainMillis(PolicyRuns runs, TickGrid grid, Run run)
            throws InterruptedException {
        List<Object> key = List.of(grid.windowMs(), run);
        Double known = plainMillis.get(key);
        if (known == null) {
            known = runs.run(List.of(run), () -> {}).get(0).latencyMillis().mean();
            plainMillis.put(key, known);
        }
        return known;
    }

    private int[] queues(int usual) {
        return IntStream.of(usual / 4, usual / 2, usual * 2, usual * 4)
                .map(queue -> Math.min(queue, trace.entities().size()))
                .filter(queue -> queue > 0 && queue != usual)
                .distinct()
                .toArray();
    }

    /** Intervals are compared with a model that is quick to train: the same one for all. */
    private Trial interval(
            TickGrid grid,
            SimulationSettings settings,
            Trial usual,
            ModelType searchedWith,
            @Nullable Probabilities known)
            throws InterruptedException {
        List<Callable<Trial>> others = new ArrayList<>();
        for (long windowMs :
                new long[] {grid.windowMs() / 2, grid.windowMs(), grid.windowMs() * 2}) {
            TickGrid other = trace.grid(Math.max(1, windowMs));
            if ((long) other.ticks() * trace.entities().size() <= MOST_PREDICTIONS) {
                others.add(
                        () ->
                                trial(
                                        other,
                                        known != null && other.windowMs() == grid.windowMs()
                                                ? known
                                                : Predictions.quick(trace, other, searchedWith),
                                        settings,
                                        usual.capacity()));
            }
        }
        List<Trial> intervals = tried(others);
        if (intervals.isEmpty()) {
            return usual;
        }
        Trial found = cheapest(intervals, Trial::savedByPrediction, trial -> -trial.intervalMs());
        return found.intervalMs() == usual.intervalMs() ? usual : found;
    }

    /** The cheapest of those that save at least 90 % of what the best of them saves. */
    static Trial cheapest(
            List<Trial> trials, ToDoubleFunction<Trial> saved, ToDoubleFunction<Trial> cost) {
        double most = trials.stream().mapToDouble(saved).max().orElse(0);
        return trials.stream()
                .filter(trial -> saved.applyAsDouble(trial) >= Math.min(most, ENOUGH * most))
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
