package io.foresnap.replay.report;

import io.foresnap.options.ModelType;
import io.foresnap.replay.EntityKind;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.predict.Predicted;
import io.foresnap.replay.simulation.PolicyRuns;
import io.foresnap.replay.simulation.PolicyRuns.Run;
import io.foresnap.replay.simulation.SimulationSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays all policies with the probabilities of the chosen model. */
final class PolicyPlay {

    private final ReplaySettings settings;
    private final Trace trace;
    private final TickGrid grid;
    private final SimulationSettings simulation;

    PolicyPlay(ReplaySettings settings, Trace trace, TickGrid grid) {
        this.settings = settings;
        this.trace = trace;
        this.grid = grid;
        this.simulation = settings.simulation().apply(SimulationSettings.defaults(trace, grid));
    }

    SimulationSettings simulation() {
        return simulation;
    }

    /** How many runs {@link #policies} makes. */
    int runs() {
        return PolicyRuns.policies().size() * settings.capacities().size();
    }

    List<PolicyFigures> policies(Probabilities probabilities, EntityKind[] kinds, Runnable done)
            throws InterruptedException {
        int[] numbers = Arrays.stream(kinds).mapToInt(EntityKind::ordinal).toArray();
        PolicyRuns runs = new PolicyRuns(trace, grid, probabilities, simulation, numbers);
        List<Run> wanted = new ArrayList<>();
        for (CacheSize size : settings.capacities()) {
            for (String policy : PolicyRuns.policies()) {
                wanted.add(new Run(policy, size.shareOf(runs.wholeBytes())));
            }
        }
        return runs.run(wanted, done).stream().map(PolicyFigures::of).toList();
    }

    @Nullable Recommended recommended(
            List<Predicted> predicted, List<PolicyFigures> played, Runnable done)
            throws InterruptedException {
        if (!settings.recommend()) {
            return null;
        }
        // Whatever model is judged: three more runs of a slow one would take minutes.
        ModelType quick = ModelType.LOGISTIC;
        Probabilities known =
                predicted.stream()
                        .filter(each -> each.name().equals(quick.name()))
                        .map(Predicted::probabilities)
                        .findFirst()
                        .orElse(null);
        return new Advisor(trace, settings.simulation(), played, done)
                .recommend(grid, predicted.get(0).probabilities(), quick, known);
    }
}
