package io.foresnap.job;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.options.RankingOptions;
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
 * @param lead {@code prefetch.lead-time}; the refresh interval unless given, or the window if that
 *     is shorter
 * @param trainingInterval {@code training.interval}
 * @param examplesPerTick {@code training.examples-per-tick}
 * @param zone {@code prediction.time-zone}
 * @param timeToLive {@code history.time-to-live}
 */
public record LearningSettings(
        ModelType model,
        Duration interval,
        Duration window,
        Duration lead,
        Duration trainingInterval,
        int examplesPerTick,
        ZoneId zone,
        Duration timeToLive) {

    public LearningSettings {
        positive(ForesnapOptions.PREDICTION_INTERVAL, interval);
        positive(ForesnapOptions.PREDICTION_WINDOW, window);
        if (lead.isNegative()) {
            throw new IllegalArgumentException(
                    "prefetch.lead-time must not be negative, but is " + lead);
        }
        if (lead.compareTo(window) > 0) {
            throw new IllegalArgumentException(
                    "prefetch.lead-time must not be longer than prediction.window ("
                            + window
                            + "), but is "
                            + lead);
        }
        positive(ForesnapOptions.TRAINING_INTERVAL, trainingInterval);
        if (examplesPerTick < 1) {
            throw new IllegalArgumentException(
                    "training.examples-per-tick must be at least 1, but is " + examplesPerTick);
        }
        if (timeToLive.compareTo(window.plus(lead)) < 0) {
            throw new IllegalArgumentException(
                    "history.time-to-live must be at least prediction.window and"
                            + " prefetch.lead-time together, but is "
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
        positive(ForesnapOptions.PREDICTION_INTERVAL, interval);
        Duration refresh = refreshInterval(options);
        positive(ForesnapOptions.REFRESH_INTERVAL, refresh);
        Duration window = options.getOptional(ForesnapOptions.PREDICTION_WINDOW).orElse(interval);
        Duration lead = refresh.compareTo(window) < 0 ? refresh : window;
        return new LearningSettings(
                options.get(ForesnapOptions.MODEL_TYPE),
                interval,
                window,
                options.getOptional(RankingOptions.LEAD_TIME).orElse(lead),
                options.get(ForesnapOptions.TRAINING_INTERVAL),
                options.get(ForesnapOptions.TRAINING_EXAMPLES),
                zone(options.get(ForesnapOptions.TIME_ZONE)),
                options.get(ForesnapOptions.HISTORY_TTL));
    }

    /** How often a list leaves again: a fifth of the prediction interval unless given. */
    static Duration refreshInterval(Configuration options) {
        return options.getOptional(ForesnapOptions.REFRESH_INTERVAL)
                .orElseGet(
                        () ->
                                divisorNearFifth(
                                        options.get(ForesnapOptions.PREDICTION_INTERVAL)
                                                .toMillis()));
    }

    /** A fifth of the interval, or the nearest larger part that divides it. */
    private static Duration divisorNearFifth(long millis) {
        int parts = 5;
        while (millis % parts != 0) {
            parts--;
        }
        return Duration.ofMillis(millis / parts);
    }

    /** What a probability is about: the window and what a list reaches past it. */
    public Duration horizon() {
        return window.plus(lead);
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
