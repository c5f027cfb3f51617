package io.foresnap.job;

import io.foresnap.changelog.StorageSettings;
import io.foresnap.ingest.ArchiveSettings;
import io.foresnap.ingest.TopicTables;
import io.foresnap.options.ForesnapOptions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * The archiving job's options, checked.
 *
 * @param topics which to read; empty when there is a pattern
 * @param pattern of the topics to read; null when they are listed
 * @param progressInterval how often Kafka is asked for the ends of the topics
 * @param captureLag how much later than its newest event a commit may reach Kafka
 * @param skipsLostRecords whether to go on behind records that Kafka has dropped
 * @param functions what the operators need to know
 */
record ArchiveOptions(
        List<String> topics,
        @Nullable Pattern pattern,
        Duration progressInterval,
        Duration captureLag,
        boolean skipsLostRecords,
        ArchiveSettings functions) {

    static ArchiveOptions of(Configuration configuration, StorageSettings storage) {
        List<String> topics =
                configuration.getOptional(ForesnapOptions.ARCHIVE_TOPICS).orElse(List.of());
        String pattern = configuration.get(ForesnapOptions.ARCHIVE_TOPIC_PATTERN);
        if (topics.isEmpty() == (pattern == null)) {
            throw new IllegalArgumentException(
                    "one of archive.topics and archive.topic-pattern must be set"
                            + (pattern == null ? "" : ", not both"));
        }
        try {
            TopicTables.requireOneEach(topics);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("archive.topics: " + e.getMessage(), e);
        }
        return new ArchiveOptions(
                topics,
                pattern == null ? null : compile(pattern),
                positive(configuration, ForesnapOptions.ARCHIVE_PROGRESS_INTERVAL),
                notNegative(configuration, ForesnapOptions.ARCHIVE_CAPTURE_LAG),
                configuration.get(ForesnapOptions.ARCHIVE_SKIP_LOST_RECORDS),
                new ArchiveSettings(
                        storage,
                        atLeastOneByte(configuration, ForesnapOptions.ARCHIVE_SEGMENT_BYTES),
                        atLeastOne(configuration, ForesnapOptions.ARCHIVE_SEGMENT_EVENTS),
                        positive(configuration, ForesnapOptions.ARCHIVE_SEGMENT_AGE).toMillis(),
                        positive(configuration, ForesnapOptions.ARCHIVE_REDELIVERY_WINDOW)
                                .toMillis(),
                        notNegative(configuration, ForesnapOptions.ARCHIVE_MARK_INTERVAL)
                                .toMillis()));
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "archive.topic-pattern is no regular expression: " + e.getMessage(), e);
        }
    }

    private static Duration positive(Configuration c, ConfigOption<Duration> option) {
        Duration value = c.get(option);
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(option.key() + " must be positive, but is " + value);
        }
        return value;
    }

    private static Duration notNegative(Configuration c, ConfigOption<Duration> option) {
        Duration value = c.get(option);
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    option.key() + " must not be negative, but is " + value);
        }
        return value;
    }

    private static long atLeastOneByte(Configuration c, ConfigOption<MemorySize> option) {
        long value = c.get(option).getBytes();
        if (value < 1) {
            throw new IllegalArgumentException(
                    option.key() + " must be positive, but is " + value + " bytes");
        }
        return value;
    }

    private static int atLeastOne(Configuration c, ConfigOption<Integer> option) {
        int value = c.get(option);
        if (value < 1) {
            throw new IllegalArgumentException(option.key() + " must be positive, but is " + value);
        }
        return value;
    }
}
