package io.foresnap.options;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Every option; the table in the README is generated from this file. */
public final class ForesnapOptions {

    public static final ConfigOption<ModelType> MODEL_TYPE =
            ConfigOptions.key("prediction.model-type")
                    .enumType(ModelType.class)
                    .defaultValue(ModelType.AUTO)
                    .withDescription(
                            "Which model predicts: HISTOGRAM (inter-arrival hazard), LOGISTIC"
                                    + " (online FTRL-Proximal), RNN, LSTM, GRU (recurrent"
                                    + " networks), TREES (gradient boosting) or AUTO (online"
                                    + " mixture of HISTOGRAM, GRU, TREES and LOGISTIC).");

    public static final ConfigOption<Duration> PREDICTION_INTERVAL =
            ConfigOptions.key("prediction.interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription("How often probabilities are made.");

    public static final ConfigOption<Duration> PREDICTION_WINDOW =
            ConfigOptions.key("prediction.window")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "The time ahead that a probability is about, besides"
                                    + " prefetch.lead-time; the prediction interval unless set.");

    public static final ConfigOption<Duration> TRAINING_INTERVAL =
            ConfigOptions.key("training.interval")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription("How often a new model version is published.");

    public static final ConfigOption<String> TIME_ZONE =
            ConfigOptions.key("prediction.time-zone")
                    .stringType()
                    .defaultValue("UTC")
                    .withDescription(
                            "Time zone whose clocks periodic habits follow, with daylight saving"
                                    + " time: UTC, Europe/Vienna, +02:00, ...");

    public static final ConfigOption<Integer> TRAINING_EXAMPLES =
            ConfigOptions.key("training.examples-per-tick")
                    .intType()
                    .defaultValue(20_000)
                    .withDescription(
                            "About how many examples training takes from a prediction interval;"
                                    + " of more, and of more than four times as many partitions,"
                                    + " weighted samples stand for the rest.");

    public static final ConfigOption<Duration> HISTORY_TTL =
            ConfigOptions.key("history.time-to-live")
                    .durationType()
                    .defaultValue(Duration.ofDays(90))
                    .withDescription("How long a table that nobody asks for is remembered.");

    public static final ConfigOption<Integer> QUEUE_CAPACITY =
            ConfigOptions.key("prefetch.queue-capacity")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Most entries in the prefetch queue; 0 turns prefetching off.");

    public static final ConfigOption<Integer> WORKER_COUNT =
            ConfigOptions.key("prefetch.worker-count")
                    .intType()
                    .defaultValue(8)
                    .withDescription("Fetching threads per TaskManager.");

    public static final ConfigOption<Duration> REFRESH_INTERVAL =
            ConfigOptions.key("prefetch.refresh-interval")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "How often the partitions on the prefetch list are checked for newly"
                                    + " closed segments; a fifth of the prediction interval unless"
                                    + " set.");

    public static final ConfigOption<Double> MIN_PROBABILITY =
            ConfigOptions.key("prefetch.min-probability")
                    .doubleType()
                    .defaultValue(0.02)
                    .withDescription(
                            "Partitions less likely than this are never prefetched, so that wrong"
                                    + " predictions cost little.");

    public static final ConfigOption<MemorySize> CACHE_MEMORY_SIZE =
            ConfigOptions.key("cache.memory-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(256))
                    .withDescription("Size of the prefetch cache in each TaskManager's memory.");

    public static final ConfigOption<Integer> SERVING_THREADS =
            ConfigOptions.key("serving.threads")
                    .intType()
                    .defaultValue(4)
                    .withDescription("Threads per serving subtask that fetch, merge and write.");

    public static final ConfigOption<Duration> SERVING_TIMEOUT =
            ConfigOptions.key("serving.timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "A backup that is not complete by then fails as a whole and leaves"
                                    + " nothing visible.");

    public static final ConfigOption<Duration> SERVING_TARGET_WAIT =
            ConfigOptions.key("serving.target-wait")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "How long a request waits for a target time, or a moved row, that the"
                                    + " change log does not reach yet; then it is refused with the"
                                    + " time that is available.");

    public static final ConfigOption<SnapshotMode> SNAPSHOT_POLICY =
            ConfigOptions.key("snapshot.policy")
                    .enumType(SnapshotMode.class)
                    .defaultValue(SnapshotMode.ADAPTIVE)
                    .withDescription(
                            "When the next snapshot of a partition is made: ADAPTIVE (when the"
                                    + " replays it is expected to save are worth more than it"
                                    + " costs, just before the next request), INTERVAL, or"
                                    + " FIRST_ONLY (never again).");

    public static final ConfigOption<Duration> SNAPSHOT_INTERVAL =
            ConfigOptions.key("snapshot.interval")
                    .durationType()
                    .defaultValue(Duration.ofHours(6))
                    .withDescription("How often snapshots are made with the policy INTERVAL.");

    public static final ConfigOption<Duration> SNAPSHOT_CHECK_INTERVAL =
            ConfigOptions.key("snapshot.check-interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription("How often every partition is looked at.");

    public static final ConfigOption<Duration> SNAPSHOT_MAX_AGE =
            ConfigOptions.key("snapshot.max-age")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription(
                            "Longest time that a change waits for a snapshot that contains it,"
                                    + " however little is expected of it.");

    public static final ConfigOption<MemorySize> SNAPSHOT_MIN_LOG_SIZE =
            ConfigOptions.key("snapshot.min-log-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1))
                    .withDescription(
                            "A shorter log behind the newest snapshot is not worth another one"
                                    + " before snapshot.max-age; each segment counts 64 kb more,"
                                    + " for opening it.");

    public static final ConfigOption<Double> SNAPSHOT_COST_FACTOR =
            ConfigOptions.key("snapshot.cost-factor")
                    .doubleType()
                    .defaultValue(0.25)
                    .withDescription(
                            "How many bytes of log that requests need not replay a byte of"
                                    + " snapshot and log read to make a snapshot must save; more"
                                    + " makes fewer snapshots.");

    public static final ConfigOption<Integer> SNAPSHOT_PARALLELISM =
            ConfigOptions.key("snapshot.parallelism")
                    .intType()
                    .defaultValue(1)
                    .withDescription("Snapshots that one subtask makes at the same time.");

    public static final ConfigOption<String> STORAGE_ROOT =
            ConfigOptions.key("storage.root")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Root of the change log, snapshots and backups: a Hadoop URI"
                                    + " (hdfs://, file://, s3a://).");

    public static final ConfigOption<Integer> STORAGE_RETRIES =
            ConfigOptions.key("storage.retries")
                    .intType()
                    .defaultValue(8)
                    .withDescription(
                            "How often a failed storage operation is tried again. The default waits"
                                    + " 32 to 64 seconds in all, as long as a NameNode may take to"
                                    + " fail over; serving.timeout must be longer.");

    public static final ConfigOption<Duration> STORAGE_RETRY_BACKOFF =
            ConfigOptions.key("storage.retry-backoff")
                    .durationType()
                    .defaultValue(Duration.ofMillis(250))
                    .withDescription(
                            "Wait before the first retry of a storage operation; doubles with each"
                                    + " further one, with jitter.");

    public static final ConfigOption<List<String>> PLACEHOLDERS =
            ConfigOptions.key("changelog.unavailable-value-placeholders")
                    .stringType()
                    .asList()
                    .defaultValues(
                            "__debezium_unavailable_value",
                            "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==")
                    .withDescription(
                            "Values by which the source marks an unchanged large column; filled"
                                    + " from the row's previous state.");

    public static final ConfigOption<Duration> RETENTION_WINDOW =
            ConfigOptions.key("retention.window")
                    .durationType()
                    .defaultValue(Duration.ofDays(35))
                    .withDescription(
                            "Every table stays restorable to any point within this time; segments"
                                    + " and snapshots that no such point needs are removed. Backups"
                                    + " are not.");

    public static final ConfigOption<Duration> RETENTION_INTERVAL =
            ConfigOptions.key("retention.interval")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription("How often retention runs; 0 turns it off.");

    public static final ConfigOption<Duration> RETENTION_GRACE =
            ConfigOptions.key("retention.grace")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "How long files stay at least that no plan uses any more, besides what"
                                    + " leases hold for running backups.");

    public static final ConfigOption<Duration> RETENTION_TEMPORARY_AGE =
            ConfigOptions.key("retention.temporary-age")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "Temporary files that nobody has written to for so long are removed;"
                                    + " not shorter than serving.timeout.");

    public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
            ConfigOptions.key("kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Kafka brokers, host:port, comma separated.");

    public static final ConfigOption<String> KAFKA_REQUESTS_TOPIC =
            ConfigOptions.key("kafka.requests-topic")
                    .stringType()
                    .defaultValue("foresnap-requests")
                    .withDescription("Topic that backup requests arrive on.");

    public static final ConfigOption<String> KAFKA_RESULTS_TOPIC =
            ConfigOptions.key("kafka.results-topic")
                    .stringType()
                    .defaultValue("foresnap-results")
                    .withDescription("Topic that every answer goes to, keyed by request id.");

    public static final ConfigOption<String> KAFKA_REJECTED_TOPIC =
            ConfigOptions.key("kafka.rejected-topic")
                    .stringType()
                    .defaultValue("foresnap-rejected")
                    .withDescription(
                            "Topic that requests go to that cannot be served, with the reason.");

    public static final ConfigOption<String> KAFKA_PREDICTIONS_TOPIC =
            ConfigOptions.key("kafka.predictions-topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Topic by which the main job tells the archive job which partitions it"
                                    + " expects to be asked for; without it snapshots are made"
                                    + " without predictions.");

    public static final ConfigOption<String> KAFKA_GROUP =
            ConfigOptions.key("kafka.group-id")
                    .stringType()
                    .defaultValue("foresnap")
                    .withDescription("Consumer group that commits the offsets of the requests.");

    public static final ConfigOption<List<String>> ARCHIVE_TOPICS =
            ConfigOptions.key("archive.topics")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Topics of Debezium events to archive, named"
                                    + " <prefix>.<schema>.<table>; or give archive.topic-pattern.");

    public static final ConfigOption<String> ARCHIVE_TOPIC_PATTERN =
            ConfigOptions.key("archive.topic-pattern")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Regular expression of the topics to archive; new ones that match are"
                                    + " found while the job runs.");

    public static final ConfigOption<MemorySize> ARCHIVE_SEGMENT_BYTES =
            ConfigOptions.key("archive.segment-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "A segment is closed when its events have so many bytes before"
                                    + " compression.");

    public static final ConfigOption<Integer> ARCHIVE_SEGMENT_EVENTS =
            ConfigOptions.key("archive.segment-events")
                    .intType()
                    .defaultValue(500_000)
                    .withDescription("A segment is closed when it has so many events.");

    public static final ConfigOption<Duration> ARCHIVE_SEGMENT_AGE =
            ConfigOptions.key("archive.segment-age")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "A segment is closed so long after its first event came: an event can"
                                    + " be restored after this and one checkpoint at the latest.");

    public static final ConfigOption<Duration> ARCHIVE_PROGRESS_INTERVAL =
            ConfigOptions.key("archive.progress-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "How often Kafka is asked for the ends of the topics, to know through"
                                    + " when idle tables are complete.");

    public static final ConfigOption<Duration> ARCHIVE_CAPTURE_LAG =
            ConfigOptions.key("archive.capture-lag")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "How much longer than for its newest event a connector may take until"
                                    + " a commit is in Kafka. While a whole connector is silent,"
                                    + " its tables count as complete up to this long ago.");

    public static final ConfigOption<Duration> ARCHIVE_MARK_INTERVAL =
            ConfigOptions.key("archive.mark-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "Least time between two files of a partition that say through when it"
                                    + " is complete.");

    public static final ConfigOption<Duration> ARCHIVE_REDELIVERY_WINDOW =
            ConfigOptions.key("archive.redelivery-window")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "How long source positions are remembered to recognize events that a"
                                    + " connector delivers again.");

    public static final ConfigOption<Boolean> ARCHIVE_SKIP_LOST_RECORDS =
            ConfigOptions.key("archive.skip-lost-records")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether a job that is started without state goes on where Kafka's log"
                                    + " begins now when it has dropped records that were not"
                                    + " archived yet. The change log then has a hole, and backups"
                                    + " across it are refused.");

    public static final ConfigOption<String> KAFKA_REJECTED_EVENTS_TOPIC =
            ConfigOptions.key("kafka.rejected-events-topic")
                    .stringType()
                    .defaultValue("foresnap-rejected-events")
                    .withDescription(
                            "Topic that records go to that are no change events, with topic,"
                                    + " partition, offset and reason.");

    public static final ConfigOption<Double> CLOCK_SPEED =
            ConfigOptions.key("clock.speed")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("Speed of the job's clock; other than 1 only in replays.");

    public static final ConfigOption<Long> CLOCK_ORIGIN =
            ConfigOptions.key("clock.origin")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            "What an accelerated clock shows at clock.started, epoch milliseconds.");

    public static final ConfigOption<Long> CLOCK_STARTED =
            ConfigOptions.key("clock.started")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            "When an accelerated clock was started, epoch milliseconds of the"
                                    + " machine's clock.");

    /** Prefix of properties handed to every Kafka client as they are. */
    public static final String KAFKA_PROPERTIES_PREFIX = "kafka.properties.";

    private ForesnapOptions() {}
}
