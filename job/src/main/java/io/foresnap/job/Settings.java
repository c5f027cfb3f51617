package io.foresnap.job;

import io.foresnap.access.AccessRules;
import io.foresnap.archive.SnapshotSettings;
import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.MachineClock;
import io.foresnap.event.VirtualClock;
import io.foresnap.guard.Holdout;
import io.foresnap.options.CacheOptions;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import io.foresnap.options.LaneOptions;
import io.foresnap.options.ModelType;
import io.foresnap.options.RankingOptions;
import io.foresnap.options.SecurityOptions;
import io.foresnap.prefetch.PrefetchSettings;
import io.foresnap.ranking.Valuation;
import io.foresnap.retention.RetentionSettings;
import io.foresnap.serving.ServingSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** The job's options, read and checked once. A wrong one is named with the value it has. */
public final class Settings {

    /** Flink knows it for no secret. */
    private static final String KEY_IN_THE_OPEN = "ssl.keystore.key";

    private final Configuration configuration;
    private final LearningSettings learning;
    private final MachineClock machine;

    /**
     * @param configuration options of Flink and Foresnap
     */
    public Settings(Configuration configuration) {
        this(configuration, MachineClock.System.INSTANCE);
    }

    /**
     * @param machine what the machines take for the time
     */
    Settings(Configuration configuration, MachineClock machine) {
        this.configuration = configuration;
        this.learning = LearningSettings.of(configuration);
        this.machine = machine;
        check();
    }

    private void check() {
        if (predictionInterval().toMillis() % refreshInterval().toMillis() != 0) {
            throw new IllegalArgumentException(
                    ForesnapOptions.REFRESH_INTERVAL.key()
                            + " must divide prediction.interval ("
                            + predictionInterval()
                            + "), but is "
                            + refreshInterval());
        }
        if (queueCapacity() < 0) {
            throw new IllegalArgumentException(
                    "prefetch.queue-capacity must not be negative, but is " + queueCapacity());
        }
        double least = minProbability();
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException(
                    "prefetch.min-probability must lie between 0 and 1, but is " + least);
        }
        cache();
        shadow();
        holdout();
        decisionsMaxBytes();
        valuation();
        successorProbability();
        tickBudget(1);
        snapshots();
        predictionsTopic();
        accessRules();
        kafkaProperties();
        required(ForesnapOptions.STORAGE_ROOT);
        required(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS);
    }

    private String required(ConfigOption<String> option) {
        String value = configuration.get(option);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(option.key() + " is not set");
        }
        return value;
    }

    ModelType modelType() {
        return learning.model();
    }

    Duration predictionInterval() {
        return learning.interval();
    }

    Duration window() {
        return learning.window();
    }

    /** How far a prefetch list reaches past the window. */
    Duration lead() {
        return learning.lead();
    }

    /** What a probability is about, and how long its list holds. */
    Duration horizon() {
        return learning.horizon();
    }

    Duration trainingInterval() {
        return learning.trainingInterval();
    }

    ZoneId timeZone() {
        return learning.zone();
    }

    int examplesPerTick() {
        return learning.examplesPerTick();
    }

    Duration refreshInterval() {
        return LearningSettings.refreshInterval(configuration);
    }

    Duration historyTimeToLive() {
        return learning.timeToLive();
    }

    int queueCapacity() {
        return configuration.get(ForesnapOptions.QUEUE_CAPACITY);
    }

    double minProbability() {
        return configuration.get(ForesnapOptions.MIN_PROBABILITY);
    }

    boolean shadow() {
        return configuration.get(GuardOptions.SHADOW);
    }

    Holdout holdout() {
        return new Holdout(configuration.get(GuardOptions.HOLDOUT));
    }

    /** Where decisions are recorded, if at all. */
    Optional<String> decisionsDirectory() {
        return configuration
                .getOptional(GuardOptions.DECISIONS_DIRECTORY)
                .filter(directory -> !directory.isBlank());
    }

    long decisionsMaxBytes() {
        return configuration.get(GuardOptions.DECISIONS_MAX_SIZE).getBytes();
    }

    Valuation valuation() {
        return new Valuation(
                configuration.get(RankingOptions.PREFETCH_ORDER),
                configuration.get(RankingOptions.OPEN_LATENCY),
                configuration.get(RankingOptions.READ_RATE).getBytes(),
                (double) horizon().toMillis() / window().toMillis());
    }

    double successorProbability() {
        double least = configuration.get(RankingOptions.SUCCESSOR_PROBABILITY);
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException(
                    "prefetch.successor-probability must lie between 0 and 1, but is " + least);
        }
        return least;
    }

    /**
     * Bytes that one prefetch list may need. A file is no smaller in memory than in storage, so
     * that more than the caches hold cannot be of use; each node keeps to its own cache's size.
     *
     * @param subtasks how many serving subtasks there are, each perhaps on a node of its own
     */
    long tickBudget(int subtasks) {
        return configuration
                .getOptional(RankingOptions.TICK_BUDGET)
                .orElseGet(
                        () ->
                                configuration
                                        .get(ForesnapOptions.CACHE_MEMORY_SIZE)
                                        .multiply(subtasks))
                .getBytes();
    }

    VirtualClock clock() {
        return new VirtualClock(
                configuration.get(ForesnapOptions.CLOCK_ORIGIN),
                configuration.get(ForesnapOptions.CLOCK_STARTED),
                configuration.get(ForesnapOptions.CLOCK_SPEED),
                machine);
    }

    StorageSettings storage() {
        return new StorageSettings(
                required(ForesnapOptions.STORAGE_ROOT),
                new Retry(
                        configuration.get(ForesnapOptions.STORAGE_RETRIES),
                        configuration.get(ForesnapOptions.STORAGE_RETRY_BACKOFF).toMillis()),
                configuration.get(ForesnapOptions.PLACEHOLDERS),
                withPrefix(LaneOptions.STORAGE_PROPERTIES_PREFIX));
    }

    ServingSettings serving() {
        return new ServingSettings(
                storage(),
                clock(),
                cache(),
                configuration.get(ForesnapOptions.SERVING_THREADS),
                configuration.get(ForesnapOptions.SERVING_TIMEOUT),
                configuration.get(ForesnapOptions.SERVING_TARGET_WAIT));
    }

    CacheSettings cache() {
        return new CacheSettings(
                configuration.get(ForesnapOptions.CACHE_MEMORY_SIZE).getBytes(),
                configuration.get(CacheOptions.CACHE_DISK_SIZE).getBytes(),
                configuration.getOptional(CacheOptions.CACHE_DISK_DIRECTORY).orElse(null),
                configuration.getOptional(SecurityOptions.CACHE_DISK_KEY_FILE).orElse(null),
                configuration.get(CacheOptions.CACHE_DEMAND_SHARE),
                window().toMillis(),
                lead().toMillis(),
                clock(),
                storage().decoding());
    }

    PrefetchSettings prefetch() {
        return new PrefetchSettings(
                storage(),
                clock(),
                queueCapacity(),
                configuration.get(ForesnapOptions.WORKER_COUNT),
                cache(),
                refreshInterval(),
                configuration.get(LaneOptions.PREFETCH_BANDWIDTH).getBytes());
    }

    RetentionSettings retention() {
        Duration temporaryAge = configuration.get(ForesnapOptions.RETENTION_TEMPORARY_AGE);
        Duration timeout = configuration.get(ForesnapOptions.SERVING_TIMEOUT);
        if (temporaryAge.compareTo(timeout) < 0) {
            throw new IllegalArgumentException(
                    "retention.temporary-age must not be shorter than serving.timeout ("
                            + timeout
                            + "), but is "
                            + temporaryAge);
        }
        return new RetentionSettings(
                configuration.get(ForesnapOptions.RETENTION_WINDOW),
                configuration.get(ForesnapOptions.RETENTION_GRACE),
                temporaryAge);
    }

    Duration retentionInterval() {
        return configuration.get(ForesnapOptions.RETENTION_INTERVAL);
    }

    ArchiveOptions archive() {
        return ArchiveOptions.of(configuration, storage());
    }

    /** Prefix of the names of consumer groups. */
    String group() {
        return configuration.get(ForesnapOptions.KAFKA_GROUP);
    }

    SnapshotSettings snapshots() {
        return new SnapshotSettings(
                configuration.get(ForesnapOptions.SNAPSHOT_POLICY),
                configuration.get(ForesnapOptions.SNAPSHOT_INTERVAL),
                configuration.get(ForesnapOptions.SNAPSHOT_CHECK_INTERVAL),
                configuration.get(ForesnapOptions.SNAPSHOT_MAX_AGE),
                configuration.get(ForesnapOptions.SNAPSHOT_MIN_LOG_SIZE).getBytes(),
                configuration.get(ForesnapOptions.SNAPSHOT_COST_FACTOR),
                configuration.get(ForesnapOptions.SNAPSHOT_PARALLELISM));
    }

    /** Where predictions go, if anywhere. */
    Optional<String> predictionsTopic() {
        return configuration
                .getOptional(ForesnapOptions.KAFKA_PREDICTIONS_TOPIC)
                .map(topic -> required(ForesnapOptions.KAFKA_PREDICTIONS_TOPIC));
    }

    /** By which operators steer the job, if at all. */
    Optional<String> controlTopic() {
        return configuration
                .getOptional(GuardOptions.KAFKA_CONTROL_TOPIC)
                .filter(topic -> !topic.isBlank());
    }

    /** Where the audit log goes, if anywhere. */
    Optional<String> auditTopic() {
        return configuration
                .getOptional(SecurityOptions.KAFKA_AUDIT_TOPIC)
                .filter(topic -> !topic.isBlank());
    }

    /** Who may back up what. */
    AccessRules accessRules() {
        Optional<List<String>> rules = configuration.getOptional(SecurityOptions.ACCESS_RULES);
        if (rules.isPresent() && rules.get().isEmpty()) {
            throw new IllegalArgumentException(
                    "access.rules is set and has no rule: leave it out to allow everything to"
                            + " everybody");
        }
        return rules.map(AccessRules::new).orElse(AccessRules.NONE);
    }

    String bootstrapServers() {
        return required(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS);
    }

    String topic(ConfigOption<String> option) {
        return required(option);
    }

    /** Properties for every Kafka client, as given under {@code kafka.properties.}. */
    Properties kafkaProperties() {
        Properties properties = new Properties();
        properties.putAll(withPrefix(ForesnapOptions.KAFKA_PROPERTIES_PREFIX));
        if (properties.containsKey(KEY_IN_THE_OPEN)) {
            throw new IllegalArgumentException(
                    ForesnapOptions.KAFKA_PROPERTIES_PREFIX
                            + KEY_IN_THE_OPEN
                            + " is a private key that Flink's dashboard would show: give its file"
                            + " by ssl.keystore.location");
        }
        return properties;
    }

    /** What is given under a prefix, without it. */
    private Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new TreeMap<>();
        configuration
                .toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(prefix)) {
                                found.put(key.substring(prefix.length()), value);
                            }
                        });
        return found;
    }
}
