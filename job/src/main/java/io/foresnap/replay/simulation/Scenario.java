package io.foresnap.replay.simulation;

import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;

/**
 * What all runs on a trace have in common.
 *
 * @param grid when prefetch lists are made
 * @param arrivals all requests
 * @param layout which files there are
 * @param probabilities what the model said
 * @param settings sizes and times
 */
record Scenario(
        TickGrid grid,
        Arrivals arrivals,
        Layout layout,
        Probabilities probabilities,
        SimulationSettings settings) {

    int entities() {
        return layout.entities();
    }
}
