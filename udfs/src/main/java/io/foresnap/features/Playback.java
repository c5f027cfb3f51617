package io.foresnap.features;

import io.foresnap.history.Access;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.RequesterTimes;
import io.foresnap.history.TableSigns;
import io.foresnap.history.TargetHabits;
import io.foresnap.history.WallClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the history operator does, in one thread: accesses are heard in order of time, and every
 * tick gives the features made at it and the examples that closed by it.
 */
public final class Playback {

    /** Nothing is fetched here: what for does not matter. */
    private static final TargetHabits NO_TARGETS = new TargetHabits();

    private final long windowMs;
    private final long leadMs;
    private final int mostExamples;
    private final WallClock clock;
    private final TreeMap<String, TreeMap<Integer, PartitionHistory>> tables = new TreeMap<>();
    private final Map<Integer, RequesterHabits> requesters = new HashMap<>();
    private final Map<Integer, RequesterTimes> requesterTimes = new HashMap<>();
    private final Map<String, TableSigns> signs = new HashMap<>();

    /**
     * @param windowMs time that a prediction is about, milliseconds
     */
    public Playback(long windowMs) {
        this(windowMs, Integer.MAX_VALUE, WallClock.UTC);
    }

    /**
     * @param windowMs time that a prediction is about, milliseconds
     * @param mostExamples about how many examples a tick may yield; positive ones are always kept
     * @param zone whose clocks habits follow
     */
    public Playback(long windowMs, int mostExamples, ZoneId zone) {
        this(windowMs, 0, mostExamples, zone);
    }

    /**
     * @param windowMs length of the windows, milliseconds
     * @param leadMs by how much a prediction reaches past a window, milliseconds
     * @param mostExamples about how many examples a tick may yield; positive ones are always kept
     * @param zone whose clocks habits follow
     */
    public Playback(long windowMs, long leadMs, int mostExamples, ZoneId zone) {
        this.clock = new WallClock(zone);
        this.windowMs = windowMs;
        this.leadMs = leadMs;
        this.mostExamples = mostExamples;
    }

    /**
     * What becomes known at a tick.
     *
     * @param closed examples whose window has closed, in the order they are learned in
     * @param made features of every partition that was ever accessed
     */
    public record Known(List<TrainingExample> closed, List<PartitionFeatures> made) {}

    /** Hears an access; it takes effect at the first tick after it. */
    public void hear(String table, int partition, Access access) {
        hear(table, List.of(partition), access);
    }

    /** Hears a request for several partitions; it takes effect at the first tick after it. */
    public void hear(String table, List<Integer> partitions, Access access) {
        byte[] gaps = access.requester() == 0 ? access.requesterGaps() : learn(table, access);
        TreeMap<Integer, PartitionHistory> histories =
                tables.computeIfAbsent(table, t -> new TreeMap<>());
        for (Integer partition : partitions) {
            histories.computeIfAbsent(partition, p -> new PartitionHistory()).hear(access.by(gaps));
        }
    }

    /** What the succession operator does. */
    private byte[] learn(String table, Access access) {
        long timeMs = access.timeMs();
        RequesterHabits own =
                requesters.computeIfAbsent(access.requester(), r -> new RequesterHabits());
        own.hear(table, timeMs).forEach(sign -> signs(sign.table()).hear(sign));
        if (own.tells(timeMs, SuccessionFunction.toldEveryMs(windowMs))) {
            requesterTimes
                    .computeIfAbsent(access.requester(), r -> new RequesterTimes())
                    .heard(timeMs);
        }
        return own.gaps.packed();
    }

    /** The histories heard so far, by table and partition; live. */
    public SortedMap<String, ? extends SortedMap<Integer, PartitionHistory>> histories() {
        return tables;
    }

    /** The habits of requesters, by hash; live. */
    public Map<Integer, RequesterHabits> requesterHabits() {
        return requesters;
    }

    /** When requesters were seen last, by hash; live. */
    public Map<Integer, RequesterTimes> requesterTimes() {
        return requesterTimes;
    }

    /** The signs for a table; live. */
    public TableSigns signs(String table) {
        return signs.computeIfAbsent(table, t -> new TableSigns());
    }

    /** A prediction tick, epoch milliseconds. */
    public Known tick(long tickMs) {
        TickTimes times = new TickTimes(tickMs, windowMs, leadMs);
        TickWalk walk = new TickWalk(times, mostExamples, clock, requesterTimes);
        tables.values().forEach(table -> table.values().forEach(walk::fold));
        Known known = new Known(new ArrayList<>(), new ArrayList<>());
        tables.forEach(
                (name, table) -> {
                    signs(name).foldBefore(tickMs);
                    walk.emit(
                            name,
                            table,
                            signs(name),
                            NO_TARGETS,
                            known.made()::add,
                            known.closed()::add);
                });
        known.closed().sort(TrainingExample.ORDER);
        return known;
    }
}
