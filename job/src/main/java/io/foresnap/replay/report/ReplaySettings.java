package io.foresnap.replay.report;

import io.foresnap.options.ModelType;
import io.foresnap.replay.simulation.SimulationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a replay is asked for.
 *
 * @param trace the recorded requests
 * @param interval prediction interval and window
 * @param models which models are shown; the first is the one that prefetching uses
 * @param trainingInterval least time between published versions; zero to learn continuously
 * @param compared files with predictions to compare with, by name
 * @param capacities sizes of the cache; the first is the one that is spoken about
 * @param simulation changes the usual settings of the simulation to those asked for
 * @param recommend whether settings are to be found that suit the requests
 * @param seed of what is random: the bootstrap
 */
public record ReplaySettings(
        Path trace,
        Duration interval,
        List<ModelType> models,
        Duration trainingInterval,
        Map<String, Path> compared,
        List<CacheSize> capacities,
        UnaryOperator<SimulationSettings> simulation,
        boolean recommend,
        long seed) {}
