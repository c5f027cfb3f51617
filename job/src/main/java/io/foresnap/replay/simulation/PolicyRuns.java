package io.foresnap.replay.simulation;

import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.simulation.Simulation.Maker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays a trace against chosen policies and cache sizes. */
public final class PolicyRuns {

    private static final Map<String, List<Maker>> POLICIES = Map.copyOf(Simulation.policies());

    private final Scenario scenario;
    private final Simulation simulation;

    /**
     * @param kinds number of each entity's kind, from 0; empty when there are none
     */
    public PolicyRuns(
            Trace trace,
            TickGrid grid,
            Probabilities probabilities,
            SimulationSettings settings,
            int[] kinds) {
        this.scenario = Simulation.scenario(trace, grid, probabilities, settings);
        this.simulation = new Simulation(scenario, kinds);
    }

    /**
     * A run to make.
     *
     * @param policy one of {@link #policies()}
     * @param capacityShare size of the cache, share of {@link #wholeBytes()}
     */
    public record Run(String policy, double capacityShare) {}

    /** The names of all policies, in the order in which they are shown. */
    public static List<String> policies() {
        return List.copyOf(Simulation.policies().keySet());
    }

    /** Sum over the entities of the mean bytes that their requests need. */
    public double wholeBytes() {
        return scenario.arrivals().meanNeededBytes(scenario.layout());
    }

    /**
     * Makes runs, several at a time.
     *
     * @param done told after each
     * @return their results, in the same order
     */
    public List<PolicyResult> run(List<Run> runs, Runnable done) throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<List<Future<PolicyResult>>> running = new ArrayList<>();
            for (Run run : runs) {
                running.add(
                        variants(run).stream()
                                .map(maker -> threads.submit(() -> run(run, maker)))
                                .toList());
            }
            List<PolicyResult> results = new ArrayList<>();
            for (List<Future<PolicyResult>> variants : running) {
                results.add(Simulation.best(variants));
                done.run();
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the simulation failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Maker> variants(Run run) {
        List<Maker> makers = POLICIES.get(run.policy);
        if (makers == null) {
            throw new IllegalArgumentException("there is no policy " + run.policy);
        }
        return makers;
    }

    private PolicyResult run(Run run, Maker maker) {
        return simulation.run(run.policy, maker, run.capacityShare);
    }
}
