package io.foresnap.ingest;

import io.foresnap.ChangeFeed;
import io.foresnap.TestingCounters;
import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.DebeziumParser;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentEvents;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.StagedSegment;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import io.foresnap.metrics.PublishMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Runs an {@link ArchiveFunction} alone; what it stages can be published. */
final class ArchiveHarness
        extends KeyedTwoInputStreamOperatorTestHarness<String, Arrival, ReadUpTo, Staged> {

    static final String TOPIC = "shop." + StagedTable.TABLE;
    static final int SEGMENT_EVENTS = 4;
    static final long SEGMENT_AGE = 10_000;

    private final Storage storage;
    private final DebeziumParser parser = new DebeziumParser();

    ArchiveHarness(Storage storage, int maxParallelism, int parallelism, int subtask)
            throws Exception {
        this(storage, 1 << 20, maxParallelism, parallelism, subtask);
    }

    private ArchiveHarness(
            Storage storage, long bytes, int maxParallelism, int parallelism, int subtask)
            throws Exception {
        super(
                new KeyedCoProcessOperator<>(new ArchiveFunction(settings(storage, bytes))),
                arrival -> arrival.of().key(),
                read -> read.of().key(),
                Types.STRING,
                maxParallelism,
                parallelism,
                subtask);
        this.storage = storage;
    }

    /** One subtask without state. */
    static ArchiveHarness open(Storage storage) throws Exception {
        return open(storage, 1 << 20);
    }

    static ArchiveHarness open(Storage storage, long segmentBytes) throws Exception {
        ArchiveHarness harness = new ArchiveHarness(storage, segmentBytes, 1, 1, 0);
        harness.open();
        harness.setProcessingTime(0);
        return harness;
    }

    private static ArchiveSettings settings(Storage storage, long bytes) {
        return new ArchiveSettings(
                new StorageSettings(storage.root().toString(), new Retry(0, 1), List.of()),
                bytes,
                SEGMENT_EVENTS,
                SEGMENT_AGE,
                1_000_000,
                0);
    }

    /** Reads a feed's lines into partition 0 from an offset on. */
    void read(long offset, ChangeFeed feed) throws Exception {
        read(StagedTable.partition(0), offset, feed);
    }

    void read(TablePartition of, long offset, ChangeFeed feed) throws Exception {
        long next = offset;
        for (String line : feed.lines()) {
            DebeziumEvent event = parser.parse(line.getBytes(StandardCharsets.UTF_8)).orElse(null);
            processElement1(new Arrival(of, TOPIC, next++, event), 0);
        }
    }

    /** An offset that holds nothing to keep. */
    void nothing(long offset) throws Exception {
        processElement1(new Arrival(StagedTable.partition(0), TOPIC, offset, null), 0);
    }

    /** A tick: partition 0 has so many records, and once they are read it is complete. */
    void tick(long begin, long last, long completeMs) throws Exception {
        processElement2(new ReadUpTo(StagedTable.partition(0), 2, begin, last, completeMs), 0);
    }

    /** What was put out last. */
    Staged latest() {
        List<Staged> all = extractOutputValues();
        return all.get(all.size() - 1);
    }

    /** Ranges of the segments staged. */
    List<String> ranges() {
        return segments().stream()
                .map(s -> Objects.requireNonNull(s.segment()).name())
                .map(n -> n.from() + "-" + n.to())
                .toList();
    }

    List<Staged> segments() {
        return extractOutputValues().stream().filter(s -> s.segment() != null).toList();
    }

    /** The events staged, as offset, time and operation. */
    List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        for (Staged staged : segments()) {
            for (ChangeEvent e : read(staged.of(), staged.segment())) {
                events.add(e.offset() + " " + e.tsMs() + " " + e.op().code());
            }
        }
        return events;
    }

    private List<ChangeEvent> read(TablePartition of, @Nullable StagedSegment segment)
            throws IOException {
        StagedSegment staged = Objects.requireNonNull(segment);
        Path folder = storage.directory(SegmentWriter.KIND, of.table(), of.partition());
        Path hidden = new Path(folder, staged.hiddenName());
        Path file =
                storage.fileSystem().exists(hidden) ? hidden : new Path(folder, staged.fileName());
        return SegmentEvents.read(storage, file.toString(), staged.bytes(), staged.name().crc32c());
    }

    /** Publishes everything staged, as after a checkpoint. */
    void publish(Staged... progress) throws IOException {
        new Publisher(
                        storage,
                        Retry.NEVER,
                        0,
                        new PublishMetrics(new TestingCounters(), () -> 0, () -> 0L))
                .publish(segments(), List.of(progress), 1);
    }
}
