package io.foresnap.savepoint;

import io.foresnap.options.ModelType;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How the job that will go on from the savepoint learns: its options must be the same.
 *
 * @param model {@code prediction.model-type}
 * @param window {@code prediction.interval} and {@code prediction.window}
 * @param trainingInterval {@code training.interval}
 * @param examplesPerTick {@code training.examples-per-tick}
 * @param zone {@code prediction.time-zone}
 * @param timeToLive {@code history.time-to-live}
 */
public record LearningSettings(
        ModelType model,
        Duration window,
        Duration trainingInterval,
        int examplesPerTick,
        ZoneId zone,
        Duration timeToLive) {}
