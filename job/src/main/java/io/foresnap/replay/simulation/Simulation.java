package io.foresnap.replay.simulation;

import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays a trace against every policy, with caches of several sizes. Everything is played from the
 * trace's first request on; the figures are about what happens from the first scored tick on.
 */
public final class Simulation {

    private static final List<Duration> KEEP_ALIVES =
            List.of(
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(20),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofDays(1));

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

    static Map<String, Maker> policies() {
        Map<String, Maker> policies = new LinkedHashMap<>();
        policies.put("none", (scenario, holdings) -> new NoCachePolicy());
        policies.put("lru", LruPolicy::new);
        policies.put("w-tinylfu", TinyLfuPolicy::new);
        for (Duration duration : KEEP_ALIVES) {
            policies.put(
                    "keep-alive " + text(duration),
                    (scenario, holdings) ->
                            new KeepAlivePolicy(scenario, holdings, duration.toMillis()));
        }
        return policies;
    }

    private static String text(Duration duration) {
        return duration.toMinutes() < 60
                ? duration.toMinutes() + " min"
                : duration.toHours() + " h";
    }

    List<PolicyResult> run(Map<String, Maker> policies, double... capacityShares) {
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.min(4, Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<PolicyResult>> runs = new ArrayList<>();
            for (double share : capacityShares) {
                policies.forEach(
                        (name, maker) -> runs.add(threads.submit(() -> run(name, maker, share))));
            }
            List<PolicyResult> results = new ArrayList<>();
            for (Future<PolicyResult> run : runs) {
                results.add(run.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the simulation was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the simulation failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    PolicyResult run(String name, Maker maker, double capacityShare) {
        TickGrid grid = scenario.grid();
        long capacity =
                (long) (capacityShare * scenario.arrivals().meanNeededBytes(scenario.layout()));
        Tally tally = new Tally(grid.timeMs(grid.firstScored()), kinds);
        Holdings holdings = new Holdings(scenario.layout(), capacity, tally);
        new Engine(scenario, holdings, tally, maker.make(scenario, holdings)).run();
        return tally.result(name, capacityShare, capacity);
    }
}
