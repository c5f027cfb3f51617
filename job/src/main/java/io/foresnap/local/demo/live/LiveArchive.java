package io.foresnap.local.demo.live;

import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.job.ArchiveJob;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.local.LiveMetrics;
import io.foresnap.local.demo.verify.RowComparison;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.Planner;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.hadoop.fs.Path;

/**
 * The archiving job beside the main job: it archives a topic that is written meanwhile, and in the
 * end a backup of what it archived is compared with a plain replay of what was written.
 */
public final class LiveArchive implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 250;

    private final EmbeddedFlink flink;
    private final Storage storage;
    private final LiveTopic topic;
    private final JobID job;

    private LiveArchive(EmbeddedFlink flink, Storage storage, LiveTopic topic, JobID job) {
        this.flink = flink;
        this.storage = storage;
        this.topic = topic;
        this.job = job;
    }

    /**
     * Begins to write and to archive.
     *
     * @param root storage root of the job
     * @param time how long the topic is written
     * @param user options that win over those of the demonstration
     */
    public static LiveArchive start(
            EmbeddedFlink flink,
            EmbeddedKafka kafka,
            Storage storage,
            Duration time,
            Map<String, String> user)
            throws IOException {
        Configuration options = new Configuration();
        options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        options.set(ForesnapOptions.STORAGE_ROOT, storage.root().toString());
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        options.set(ForesnapOptions.ARCHIVE_TOPICS, List.of(LiveTopic.TOPIC));
        options.set(ForesnapOptions.ARCHIVE_SEGMENT_AGE, Duration.ofSeconds(5));
        options.set(ForesnapOptions.ARCHIVE_PROGRESS_INTERVAL, Duration.ofSeconds(1));
        options.set(ForesnapOptions.ARCHIVE_CAPTURE_LAG, Duration.ofSeconds(5));
        options.set(ForesnapOptions.ARCHIVE_MARK_INTERVAL, Duration.ofSeconds(2));
        options.set(ForesnapOptions.SNAPSHOT_CHECK_INTERVAL, Duration.ofSeconds(2));
        user.forEach(options::setString);
        kafka.createTopics(1, options.get(ForesnapOptions.KAFKA_REJECTED_EVENTS_TOPIC));
        LiveTopic topic = LiveTopic.start(kafka, time);
        StreamExecutionEnvironment environment = flink.environment();
        environment.configure(options);
        ArchiveJob.define(environment, options);
        JobID job = flink.submit(environment);
        flink.awaitRunning(job, START);
        return new LiveArchive(flink, storage, topic, job);
    }

    /** What came of it. */
    public record Outcome(boolean right, String line) {}

    /** Waits until everything written is restorable, and compares a backup of it. */
    public Outcome finish() throws IOException, InterruptedException {
        if (!topic.awaitEnd(PATIENCE)) {
            return new Outcome(
                    false, "The archived topic did not end within %s".formatted(PATIENCE));
        }
        if (!isRestorable()) {
            return new Outcome(false, "The archived topic is " + behind());
        }
        BackupRequest latest =
                new BackupRequest(
                        "live",
                        LiveTopic.TABLE,
                        List.of(),
                        BackupRequest.LATEST,
                        "demo",
                        System.currentTimeMillis());
        Path backup =
                new DirectBackup(storage, Placeholders.DEFAULT)
                        .run(latest, System.currentTimeMillis());
        RowComparison comparison =
                new RowComparison(topic.replay().stateAt(Long.MAX_VALUE, List.of()));
        long[] rows = {0};
        Backups.forEachRow(
                storage,
                backup,
                (key, row) -> {
                    rows[0]++;
                    comparison.row(key, row);
                });
        Optional<String> difference = comparison.difference(rows[0]);
        String archived =
                "Archive job: %,.0f events of a live topic archived in %,.0f segments, %,.0f repeated"
                        .formatted(
                                LiveMetrics.sum("foresnap.archived").orElse(0.0),
                                LiveMetrics.sum("foresnap.published").orElse(0.0),
                                LiveMetrics.sum("foresnap.repeated").orElse(0.0));
        return new Outcome(
                difference.isEmpty(),
                difference
                        .map(d -> archived + "; its backup is wrong: " + d)
                        .orElse(archived + " ones left out; its backup equals a plain replay"));
    }

    private boolean isRestorable() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (restorableThrough() >= topic.lastMs()) {
                    return true;
                }
            } catch (NotRestorableException notYet) {
                if (flink.failed(job)) {
                    throw new IOException("the archiving job failed", notYet);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private String behind() throws IOException {
        List<String> partitions = new ArrayList<>();
        for (int partition = 0; partition < LiveTopic.PARTITIONS; partition++) {
            Planner planner = Planner.list(storage, new TablePartition(LiveTopic.TABLE, partition));
            String through;
            try {
                through = "through " + Instant.ofEpochMilli(planner.restorableThrough());
            } catch (NotRestorableException e) {
                through = "not at all: " + e.getMessage();
            }
            partitions.add(
                    "partition %d %s (%d snapshots, log to offset %d)"
                            .formatted(
                                    partition,
                                    through,
                                    planner.snapshots().size(),
                                    planner.log().end()));
        }
        return "not restorable %s after its end, at %s: %s"
                .formatted(
                        PATIENCE,
                        Instant.ofEpochMilli(topic.lastMs()),
                        String.join("; ", partitions));
    }

    /** The newest backup is of what all partitions have: one of them may lag behind. */
    private long restorableThrough() throws IOException {
        long through = Long.MAX_VALUE;
        for (int partition = 0; partition < LiveTopic.PARTITIONS; partition++) {
            TablePartition of = new TablePartition(LiveTopic.TABLE, partition);
            through = Math.min(through, Planner.list(storage, of).restorableThrough());
        }
        return through;
    }

    @Override
    public void close() throws IOException {
        topic.close();
        flink.cancel(job);
    }
}
