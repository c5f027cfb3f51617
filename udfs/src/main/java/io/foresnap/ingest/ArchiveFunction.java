package io.foresnap.ingest;

import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.Redelivery;
import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.StagedSegment;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import io.foresnap.ingest.EarlierLog.Truncated;
import io.foresnap.metrics.ArchiveMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keyed by partition: holds its events until a segment is due, and says how far the partition is
 * complete. Redelivered events are left out, but the offsets they stand at are covered.
 */
@SuppressWarnings("NullAway.Init") // What is transient is set by open().
public final class ArchiveFunction
        extends KeyedCoProcessFunction<String, Arrival, ReadUpTo, Staged> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveFunction.class);

    /** A connector that was away for an hour brings an hour of late events. */
    private static final long WARN_EACH_MS = 60_000;

    private final ArchiveSettings settings;
    private transient Storage storage;
    private transient ArchiveMetrics metrics;
    private transient ValueState<OpenSegment> open;
    private transient MapState<Long, ChangeEvent> held;
    private transient ValueState<Redelivery.Bulk> bulk;
    private transient Redelivery redelivery;
    private transient EarlierLog earlier;
    private transient long warnedAtMs;

    /**
     * @param settings what the archiving operators need to know
     */
    public ArchiveFunction(ArchiveSettings settings) {
        this.settings = settings;
    }

    // No time-to-live on these two: a partition is read as long as its topic exists.
    static ValueStateDescriptor<OpenSegment> openSegment() {
        return new ValueStateDescriptor<>("open", TypeInformation.of(OpenSegment.class));
    }

    static MapStateDescriptor<Long, ChangeEvent> heldEvents() {
        return new MapStateDescriptor<>(
                "held", TypeInformation.of(Long.class), TypeInformation.of(ChangeEvent.class));
    }

    static ValueStateDescriptor<Redelivery.Bulk> bulkOfEvents() {
        return new ValueStateDescriptor<>("bulk", TypeInformation.of(Redelivery.Bulk.class));
    }

    static MapStateDescriptor<Fingerprint, Boolean> positions(String name, Duration window) {
        MapStateDescriptor<Fingerprint, Boolean> descriptor =
                new MapStateDescriptor<>(
                        name,
                        TypeInformation.of(Fingerprint.class),
                        TypeInformation.of(Boolean.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(window).build());
        return descriptor;
    }

    /** Where an event stood in its source, as a hash of 128 bits. */
    public record Fingerprint(long high, long low) {}

    @Override
    public void open(OpenContext context) throws IOException {
        storage = settings.storage().open();
        earlier = new EarlierLog(settings.storage(), storage);
        warnedAtMs = Long.MIN_VALUE;
        metrics = new ArchiveMetrics(getRuntimeContext().getMetricGroup());
        open = getRuntimeContext().getState(openSegment());
        held = getRuntimeContext().getMapState(heldEvents());
        bulk = getRuntimeContext().getState(bulkOfEvents());
        Duration window = Duration.ofMillis(settings.redeliveryWindowMs());
        redelivery =
                new Redelivery(
                        new Positions(
                                getRuntimeContext().getMapState(positions("archived", window))),
                        new Positions(
                                getRuntimeContext().getMapState(positions("positions", window))));
    }

    @Override
    public void processElement1(Arrival arrival, Context context, Collector<Staged> out)
            throws Exception {
        OpenSegment segment = current(arrival.of());
        if (arrival.offset() < segment.next()) {
            return; // An earlier job has archived it.
        }
        segment = segment.past(arrival.offset());
        DebeziumEvent event = arrival.event();
        if (event != null
                && belongs(arrival, event, segment, context)
                && isNew(arrival.of(), event, segment)) {
            segment = hold(arrival.offset(), event, segment, context);
        }
        save(isDue(segment) ? roll(arrival.of(), segment, out) : segment);
    }

    @Override
    public void processElement2(ReadUpTo read, Context context, Collector<Staged> out)
            throws Exception {
        OpenSegment segment = current(read.of()).readUpTo(read);
        if (isDue(segment) || isOld(segment, context.timerService().currentProcessingTime())) {
            segment = roll(read.of(), segment, out);
        } else {
            // In each round, so that the publisher knows of every partition after a restart.
            out.collect(staged(read.of(), segment, null, List.of(), segment.from()));
        }
        save(segment);
    }

    @Override
    public void onTimer(long timeMs, OnTimerContext context, Collector<Staged> out)
            throws Exception {
        OpenSegment segment = open.value();
        if (segment != null && isOld(segment, timeMs)) {
            save(roll(TablePartition.ofKey(context.getCurrentKey()), segment, out));
        }
    }

    private boolean isDue(OpenSegment segment) {
        return segment.canRoll()
                && (segment.bytes() >= settings.segmentBytes()
                        || segment.events() >= settings.segmentEvents());
    }

    private boolean isOld(OpenSegment segment, long nowMs) {
        return segment.canRoll() && nowMs - segment.openedAtMs() >= settings.segmentAgeMs();
    }

    /** A topic carries one table: rows of two tables could have the same key. */
    private boolean belongs(
            Arrival arrival, DebeziumEvent event, OpenSegment segment, Context context) {
        String expected = segment.sourceTable();
        if (expected == null || expected.equals(event.table())) {
            return true;
        }
        metrics.foreign();
        context.output(
                ReadEventFunction.REJECTED,
                new RejectedEvent(
                        arrival.topic(),
                        arrival.of().partition(),
                        arrival.offset(),
                        "it is an event of "
                                + event.table()
                                + " in a topic that carries "
                                + expected,
                        null));
        return false;
    }

    private boolean isNew(TablePartition of, DebeziumEvent event, OpenSegment segment)
            throws IOException {
        Redelivery known = redelivery;
        boolean keyless = event.change().key() == null && event.change().op() != Op.TRUNCATE;
        if (keyless) {
            known.resume(bulk.value());
        }
        boolean isNew = known.isNew(event);
        if (keyless) {
            bulk.update(known.bulk());
        }
        isNew = isNew && !isTruncateOfAnother(of, event.change(), segment);
        if (!isNew) {
            metrics.repeated();
        }
        return isNew;
    }

    private boolean isTruncateOfAnother(TablePartition of, ChangeEvent change, OpenSegment segment)
            throws IOException {
        return change.op() == Op.TRUNCATE
                && segment.isLate(change.tsMs())
                && earlier.look(of, change) == Truncated.REPEATED;
    }

    private OpenSegment hold(long offset, DebeziumEvent event, OpenSegment segment, Context context)
            throws Exception {
        long now = context.timerService().currentProcessingTime();
        long tsMs = timeOf(TablePartition.ofKey(context.getCurrentKey()), event, segment);
        if (segment.contradictsWhatWasSaid(event.change().tsMs())) {
            late(event, offset, segment, now);
        }
        held.put(offset, event.change().at(offset, tsMs));
        metrics.archived();
        OpenSegment with = segment.with(event.table(), tsMs, sizeOf(event.change()), now);
        if (segment.events() == 0) {
            context.timerService().registerProcessingTimeTimer(now + settings.segmentAgeMs());
        }
        return with;
    }

    /** A truncate that can keep its time does: it may be one that another partition is to get. */
    private long timeOf(TablePartition of, DebeziumEvent event, OpenSegment segment)
            throws IOException {
        ChangeEvent change = event.change();
        boolean keeps =
                change.op() == Op.TRUNCATE
                        && segment.isLate(change.tsMs())
                        && earlier.look(of, change) == Truncated.IN_TIME;
        return keeps ? change.tsMs() : segment.timeOf(change.tsMs());
    }

    private void late(DebeziumEvent event, long offset, OpenSegment segment, long nowMs) {
        metrics.late();
        if (warnedAtMs == Long.MIN_VALUE || nowMs - warnedAtMs >= WARN_EACH_MS) {
            warnedAtMs = nowMs;
            LOG.warn(
                    "An event of {} at offset {} came {} ms after its time was said to be complete;"
                            + " it counts from then on. Is archive.capture-lag long enough?",
                    event.table(),
                    offset,
                    segment.timeOf(event.change().tsMs()) - event.change().tsMs());
        }
    }

    private static long sizeOf(ChangeEvent change) {
        return 64L + length(change.key()) + length(change.before()) + length(change.after());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private OpenSegment roll(TablePartition of, OpenSegment segment, Collector<Staged> out)
            throws Exception {
        List<ChangeEvent> events = new ArrayList<>(segment.events());
        held.values().forEach(events::add);
        events.sort(Comparator.comparingLong(ChangeEvent::offset));
        StagedSegment staged =
                settings.storage()
                        .retry()
                        .run(
                                "write a segment of " + of,
                                () ->
                                        SegmentWriter.stage(
                                                storage,
                                                of,
                                                segment.from(),
                                                segment.next(),
                                                events));
        metrics.segmentWritten(staged.bytes());
        held.clear();
        OpenSegment rolled = segment.rolled();
        List<ChangeEvent> truncates = events.stream().filter(e -> e.op() == Op.TRUNCATE).toList();
        out.collect(staged(of, rolled, staged, truncates, rolled.from()));
        return rolled;
    }

    private static Staged staged(
            TablePartition of,
            OpenSegment segment,
            @Nullable StagedSegment file,
            List<ChangeEvent> truncates,
            long end) {
        return new Staged(of, segment.partitions(), file, truncates, end, segment.completeMs());
    }

    private OpenSegment current(TablePartition of) throws IOException {
        OpenSegment known = open.value();
        if (known != null) {
            return known;
        }
        OpenSegment loaded = earlier.load(of, redelivery);
        // At once: not every event changes it, and the log is not to be read for each of them.
        save(loaded);
        return loaded;
    }

    private void save(OpenSegment segment) throws IOException {
        open.update(segment);
    }

    @Override
    public void close() throws IOException {
        if (storage != null) {
            storage.close();
        }
    }

    /** Fingerprints of the current key, in keyed state. */
    private static final class Positions implements Redelivery.Positions {

        private final MapState<Fingerprint, Boolean> state;

        Positions(MapState<Fingerprint, Boolean> state) {
            this.state = state;
        }

        @Override
        public boolean contains(long high, long low) {
            try {
                return state.contains(new Fingerprint(high, low));
            } catch (Exception e) {
                throw new IllegalStateException("cannot read state", e);
            }
        }

        @Override
        public boolean add(long high, long low) {
            if (contains(high, low)) {
                return false;
            }
            try {
                state.put(new Fingerprint(high, low), true);
            } catch (Exception e) {
                throw new IllegalStateException("cannot write state", e);
            }
            return true;
        }
    }
}
