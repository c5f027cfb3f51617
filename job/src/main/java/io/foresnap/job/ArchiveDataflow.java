package io.foresnap.job;

import io.foresnap.archive.SnapshotFunction;
import io.foresnap.event.PredictedRequest;
import io.foresnap.event.Tick;
import io.foresnap.ingest.ArchiveFunction;
import io.foresnap.ingest.Arrival;
import io.foresnap.ingest.PublishFunction;
import io.foresnap.ingest.ReadEventFunction;
import io.foresnap.ingest.ReadUpTo;
import io.foresnap.ingest.RejectedEvent;
import io.foresnap.ingest.SourceRecord;
import io.foresnap.ingest.Staged;
import io.foresnap.retention.RetentionFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The dataflow of the archiving job.
 *
 * <pre>
 * events ─ Read ─────── keyBy(partition) ─ Archive ─ Publish ─▶ change log
 * ticks ── Topic ends ─ keyBy(partition) ──┘
 *              rejected events ─▶ Kafka
 * ticks, predictions (broadcast) ─ Snapshots ─▶ partition snapshots
 * ticks ─ Retention: what no restorable point needs goes
 * </pre>
 */
final class ArchiveDataflow {

    /** Merging takes memory and processors: operators can give it machines of its own. */
    static final String SNAPSHOT_GROUP = "snapshots";

    private final Settings settings;

    ArchiveDataflow(Settings settings) {
        this.settings = settings;
    }

    /** Archives events, and says through which time each table is complete. */
    void define(
            DataStream<SourceRecord> events,
            DataStream<Tick> ticks,
            DataStream<PredictedRequest> predictions,
            Sink<RejectedEvent> rejected) {
        SingleOutputStreamOperator<Arrival> arrivals =
                events.process(new ReadEventFunction()).uid(Uids.READ_EVENTS).name("read events");
        DataStream<ReadUpTo> ends =
                ticks.process(new TopicEndsFunction(settings))
                        .setParallelism(1)
                        .uid(Uids.TOPIC_ENDS)
                        .name("topic ends");
        SingleOutputStreamOperator<Staged> staged =
                arrivals.keyBy(a -> a.of().key())
                        .connect(ends.keyBy(e -> e.of().key()))
                        .process(new ArchiveFunction(settings.archive().functions()))
                        .uid(Uids.ARCHIVE)
                        .name("archive");
        staged.process(new PublishFunction(settings.archive().functions()))
                .setParallelism(1)
                .uid(Uids.PUBLISH)
                .name("publish")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1)
                .uid(Uids.PUBLISHED)
                .name("published");
        ticks.broadcast()
                .connect(predictions.broadcast())
                .process(new SnapshotFunction(settings.storage(), settings.snapshots()))
                .slotSharingGroup(SNAPSHOT_GROUP)
                .uid(Uids.SNAPSHOTS)
                .name("snapshots")
                .sinkTo(new DiscardingSink<>())
                .uid(Uids.SNAPSHOTS_MADE)
                .name("snapshots made");
        ticks.process(
                        new RetentionFunction(
                                settings.storage(),
                                settings.retention(),
                                settings.retentionInterval()))
                .setParallelism(1)
                .slotSharingGroup(SNAPSHOT_GROUP)
                .uid(Uids.RETENTION)
                .name("retention")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1)
                .slotSharingGroup(SNAPSHOT_GROUP)
                .uid(Uids.RETAINED)
                .name("retained");
        arrivals.getSideOutput(ReadEventFunction.REJECTED)
                .union(staged.getSideOutput(ReadEventFunction.REJECTED))
                .sinkTo(rejected)
                .uid(Uids.REJECTED_EVENTS_SINK)
                .name("rejected events");
    }
}
