package io.foresnap.job;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * How the main job learns. A savepoint made of recorded requests needs the same of the job that
 * goes on from it.
 *
 * @param model {@code prediction.model-type}
 * @param interval {@code prediction.interval}
 * @param window {@code prediction.window}; the interval unless given
 * @param trainingInterval {@code training.interval}
 * @param examplesPerTick {@code training.examples-per-tick}
 * @param zone {@code prediction.time-zone}
 * @param timeToLive {@code history.time-to-live}
 */
public record LearningSettings(
        ModelType model,
        Duration interval,
        Duration window,
        Duration trainingInterval,
        int examplesPerTick,
        ZoneId zone,
        Duration timeToLive) {

    public LearningSettings {
        positive(ForesnapOptions.PREDICTION_INTERVAL, interval);
        positive(ForesnapOptions.PREDICTION_WINDOW, window);
        positive(ForesnapOptions.TRAINING_INTERVAL, trainingInterval);
        if (examplesPerTick < 1) {
            throw new IllegalArgumentException(
                    "training.examples-per-tick must be at least 1, but is " + examplesPerTick);
        }
        if (timeToLive.compareTo(window) < 0) {
            throw new IllegalArgumentException(
                    "history.time-to-live must be at least the prediction window, but is "
                            + timeToLive);
        }
    }

    /**
     * Those of some options.
     *
     * @throws IllegalArgumentException naming the option that is wrong, and its value
     */
    public static LearningSettings of(Configuration options) {
        Duration interval = options.get(ForesnapOptions.PREDICTION_INTERVAL);
        return new LearningSettings(
                options.get(ForesnapOptions.MODEL_TYPE),
                interval,
                options.getOptional(ForesnapOptions.PREDICTION_WINDOW).orElse(interval),
                options.get(ForesnapOptions.TRAINING_INTERVAL),
                options.get(ForesnapOptions.TRAINING_EXAMPLES),
                zone(options.get(ForesnapOptions.TIME_ZONE)),
                options.get(ForesnapOptions.HISTORY_TTL));
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "prediction.time-zone must be a zone such as UTC or Europe/Vienna, but is '"
                            + zone
                            + "'",
                    e);
        }
    }

    static void positive(ConfigOption<Duration> option, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(option.key() + " must be positive, but is " + value);
        }
    }
}
