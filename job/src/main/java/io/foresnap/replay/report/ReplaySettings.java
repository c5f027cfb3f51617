package io.foresnap.replay.report;

import io.foresnap.options.ModelType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a replay is asked for.
 *
 * @param trace the recorded requests
 * @param interval prediction interval and window
 * @param models which models are shown; the first is the one that prefetching uses
 * @param trainingInterval least time between published versions; zero to learn continuously
 * @param compared files with predictions to compare with, by name
 * @param seed of what is random: the bootstrap
 */
public record ReplaySettings(
        Path trace,
        Duration interval,
        List<ModelType> models,
        Duration trainingInterval,
        Map<String, Path> compared,
        long seed) {}
