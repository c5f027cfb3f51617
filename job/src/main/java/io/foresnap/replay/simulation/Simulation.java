package io.foresnap.replay.simulation;

import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays a trace against every policy, with caches of several sizes. Everything is played from the
 * trace's first request on; the figures are about what happens from the first scored tick on.
 */
public final class Simulation {

    private static final Map<String, Duration> KEEP_ALIVES = keepAlives();
    private static final List<Double> WINDOWS = List.of(0.01, 0.2, 0.5, 0.8);
    private static final double MINUTE_MS = 60_000;
    private static final double BINS_PER_WINDOW = 5;
    private static final int MOST_THREADS = 4;

    private final Scenario scenario;
    private final int[] kinds;

    Simulation(Scenario scenario, int[] kinds) {
        this.scenario = scenario;
        this.kinds = kinds;
    }

    /** Makes a policy over what a cache holds. */
    interface Maker {
        Policy make(Scenario scenario, Holdings holdings);
    }

    /**
     * Every policy at every capacity, without kinds of entities.
     *
     * @param capacityShares sizes of the cache, shares of the sum over the entities of their mean
     *     needed bytes
     */
    public static List<PolicyResult> run(
            Trace trace,
            TickGrid grid,
            Probabilities probabilities,
            SimulationSettings settings,
            double... capacityShares) {
        return run(trace, grid, probabilities, settings, new int[0], capacityShares);
    }

    /**
     * Every policy at every capacity: by capacity in the order given, by policy within.
     *
     * @param kinds number of each entity's kind, from 0; empty when there are none
     */
    public static List<PolicyResult> run(
            Trace trace,
            TickGrid grid,
            Probabilities probabilities,
            SimulationSettings settings,
            int[] kinds,
            double... capacityShares) {
        Simulation simulation =
                new Simulation(scenario(trace, grid, probabilities, settings), kinds);
        return simulation.run(policies(), capacityShares);
    }

    static Scenario scenario(
            Trace trace, TickGrid grid, Probabilities probabilities, SimulationSettings settings) {
        Layout layout = new Layout(settings, trace.entities());
        Arrivals arrivals = Arrivals.of(trace, settings.resolutionMs());
        return new Scenario(grid, arrivals, layout, probabilities, settings);
    }

    private static Map<String, Duration> keepAlives() {
        Map<String, Duration> durations = new LinkedHashMap<>();
        durations.put("10m", Duration.ofMinutes(10));
        durations.put("20m", Duration.ofMinutes(20));
        durations.put("1h", Duration.ofHours(1));
        durations.put("6h", Duration.ofHours(6));
        durations.put("24h", Duration.ofHours(24));
        return durations;
    }

    /** Every policy by name, in the order of a table; several makers where the best counts. */
    static Map<String, List<Maker>> policies() {
        Map<String, List<Maker>> policies = new LinkedHashMap<>();
        policies.put("none", List.of((s, h) -> new NoCachePolicy()));
        policies.put("lru", List.of(LruPolicy::new));
        policies.put("w-tinylfu", tinyLfus());
        KEEP_ALIVES.forEach(
                (name, duration) ->
                        policies.put(
                                "keep-alive-" + name,
                                List.of((s, h) -> new KeepAlivePolicy(s, h, duration.toMillis()))));
        policies.put("hybrid-histogram", hybrids());
        policies.put("probability", List.of(ProbabilityPolicy::new));
        policies.put("random", List.of((s, h) -> new ForesnapPolicy(s, h, random(s))));
        policies.put("foresnap", List.of((s, h) -> new ForesnapPolicy(s, h, s.probabilities())));
        policies.put("label-oracle", List.of(LabelOraclePolicy::new));
        policies.put("clairvoyant", List.of(ClairvoyantPolicy::new));
        return policies;
    }

    /** Predictions that know nothing, for every entity that the model knows. */
    private static Probabilities random(Scenario scenario) {
        SplittableRandom random = new SplittableRandom(scenario.settings().seed());
        int ticks = scenario.grid().ticks();
        Probabilities made = new Probabilities(ticks, scenario.entities());
        for (int tick = 0; tick < ticks; tick++) {
            for (int e = 0; e < scenario.entities(); e++) {
                if (!Double.isNaN(scenario.probabilities().get(tick, e))) {
                    made.set(tick, e, random.nextDouble());
                }
            }
        }
        return made;
    }

    /** W-TinyLFU, of which the size of the window counts that serves most. */
    private static List<Maker> tinyLfus() {
        return WINDOWS.stream()
                .map(window -> (Maker) (s, h) -> new TinyLfuPolicy(s, h, window))
                .toList();
    }

    /** The hybrid histogram, of which the variant counts that serves most. */
    private static List<Maker> hybrids() {
        List<Maker> variants = new ArrayList<>();
        for (boolean byValue : new boolean[] {true, false}) {
            variants.add((s, h) -> new HybridHistogramPolicy(s, h, MINUTE_MS, byValue));
            variants.add(
                    (s, h) ->
                            new HybridHistogramPolicy(
                                    s, h, s.grid().windowMs() / BINS_PER_WINDOW, byValue));
        }
        return variants;
    }

    List<PolicyResult> run(Map<String, List<Maker>> policies, double... capacityShares) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<List<Future<PolicyResult>>> runs = new ArrayList<>();
            for (double share : capacityShares) {
                policies.forEach(
                        (name, variants) -> runs.add(submit(executor, name, variants, share)));
            }
            List<PolicyResult> results = new ArrayList<>();
            for (List<Future<PolicyResult>> variants : runs) {
                results.add(best(variants));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the simulation was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the simulation failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private List<Future<PolicyResult>> submit(
            ExecutorService executor, String name, List<Maker> variants, double share) {
        return variants.stream()
                .map(maker -> executor.submit(() -> run(name, maker, share)))
                .toList();
    }

    static PolicyResult best(List<Future<PolicyResult>> variants)
            throws ExecutionException, InterruptedException {
        PolicyResult best = variants.get(0).get();
        for (Future<PolicyResult> variant : variants) {
            PolicyResult result = variant.get();
            best = result.servedWholly() > best.servedWholly() ? result : best;
        }
        return best;
    }

    PolicyResult run(String name, Maker maker, double capacityShare) {
        TickGrid grid = scenario.grid();
        double needed = scenario.arrivals().meanNeededBytes(scenario.layout());
        long capacity = (long) (capacityShare * needed);
        Chains chains = new Chains(scenario.layout(), grid.firstMs());
        Tally tally = new Tally(grid.timeMs(grid.firstScored()), kinds);
        Holdings holdings = new Holdings(scenario.layout(), chains, capacity, tally);
        new Engine(scenario, holdings, tally, maker.make(scenario, holdings)).run();
        return tally.result(name, capacityShare, capacity);
    }
}
