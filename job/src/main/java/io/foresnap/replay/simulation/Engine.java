package io.foresnap.replay.simulation;

import java.util.BitSet;
import java.util.PriorityQueue;

/**
 * Plays a trace against one policy: an event at a time, in virtual microseconds.
 *
 * <p>At the same instant a file appears first, then fetches end, then the tick makes its list, then
 * requests arrive. So a request needs a segment that closes with it, and finds what a worker brings
 * at that instant. A file that a worker is still fetching is missing: the request fetches it
 * itself. What a request fetches gets its room in the cache at once; another request for the same
 * entity while it is on its way joins it.
 */
final class Engine {

    private static final long MICROS = 1000;

    private final Scenario scenario;
    private final Layout layout;
    private final Chains chains;
    private final SimulationSettings settings;
    private final Holdings holdings;
    private final Tally tally;
    private final Policy policy;
    private final Cache cache;
    private final PrefetchList list;
    private final Closings closings;
    private final BitSet[] coming;
    private final PriorityQueue<Fetch> fetches = new PriorityQueue<>();
    private final Streams streams;
    private long fetchNumber;
    private int busyWorkers;
    private int request;
    private long nextListMs;

    Engine(Scenario scenario, Holdings holdings, Tally tally, Policy policy) {
        this.scenario = scenario;
        this.layout = scenario.layout();
        this.settings = scenario.settings();
        this.holdings = holdings;
        this.chains = holdings.chains();
        this.tally = tally;
        this.policy = policy;
        this.cache = policy.cache();
        this.list = new PrefetchList(scenario.entities());
        this.closings =
                new Closings(layout, settings.segmentIntervalMs(), scenario.grid().firstMs());
        this.streams = new Streams(settings);
        this.nextListMs = scenario.grid().firstMs();
        this.coming = new BitSet[scenario.entities()];
        for (int e = 0; e < coming.length; e++) {
            coming[e] = new BitSet();
        }
    }

    void run() {
        Arrivals arrivals = scenario.arrivals();
        while (request < arrivals.size()) {
            long requestMs = arrivals.timesMs()[request];
            long listMs = nextListMs;
            long closeMs = closings.nextMs();
            long beforeMs = Math.min(closeMs, Math.min(listMs, requestMs));
            if (fetchesEndBefore(beforeMs, closeMs == beforeMs)) {
                fetched(fetches.remove());
            } else if (closeMs == beforeMs) {
                closed(closings.take(), closeMs);
            } else if (listMs == beforeMs) {
                list(listMs);
            } else {
                request(arrivals.entities()[request], requestMs);
                request++;
            }
        }
        holdings.end(arrivals.timesMs()[request - 1] * MICROS);
    }

    /** Whether a fetch ends before a time, or at it where that is not the time of a closing. */
    private boolean fetchesEndBefore(long timeMs, boolean closing) {
        Fetch next = fetches.peek();
        return next != null && next.doneMicros() < timeMs * MICROS + (closing ? 0 : 1);
    }

    private void closed(int entity, long nowMs) {
        if (chains.close(entity, nowMs)) {
            cache.drop(entity, nowMs * MICROS);
            coming[entity].clear();
        }
        list.reopen(entity);
        assign(nowMs * MICROS);
    }

    private void fetched(Fetch fetch) {
        int entity = fetch.entity();
        int file = fetch.file();
        long nowMicros = fetch.doneMicros();
        busyWorkers--;
        tally.prefetched(entity, nowMicros, layout.fileBytes(file));
        if (fetch.snapshotMs() == chains.snapshotMs(entity)) {
            coming[entity].clear(file);
            if (!holdings.holds(entity, file)) {
                cache.put(entity, file, nowMicros);
            }
        }
        assign(nowMicros);
    }

    private void list(long nowMs) {
        int tick = scenario.grid().tickAt(nowMs);
        list.replace(policy.list(tick, nowMs), settings.queueCapacity());
        nextListMs += scenario.grid().windowMs() / policy.listsPerTick();
        assign(nowMs * MICROS);
    }

    private void request(int entity, long nowMs) {
        policy.requested(entity, nowMs, request);
        int files = chains.files(entity);
        cache.read(entity, nowMs);
        int missing = files - holdings.files(entity);
        long missingBytes = 0;
        long fetchMicros = 0;
        if (missing > 0) {
            boolean snapshot = !holdings.holds(entity, 0);
            int segments = missing - (snapshot ? 1 : 0);
            missingBytes =
                    (snapshot ? settings.snapshotBytes() : 0) + segments * settings.segmentBytes();
            fetchMicros = streams.micros(snapshot, segments);
            cache.fill(entity, nowMs * MICROS);
        }
        long needed = layout.bytes(files);
        long latency = fetchMicros + settings.applyMicros(needed);
        tally.requested(entity, nowMs * MICROS, needed, missingBytes, latency);
    }

    /** Gives free workers the best that is open. */
    private void assign(long nowMicros) {
        long nowMs = nowMicros / MICROS;
        while (busyWorkers < settings.workers()) {
            int entity = list.best();
            if (entity < 0) {
                return;
            }
            int file = nextToFetch(entity, nowMs);
            if (file < 0) {
                list.finish(entity);
            } else {
                prefetch(entity, file, nowMicros);
            }
        }
    }

    /** The first file of an entity that is neither here nor on its way; -1 if none, or no room. */
    private int nextToFetch(int entity, long nowMs) {
        int files = chains.files(entity);
        for (int file = holdings.missing(entity, 0); file < files; ) {
            if (!coming[entity].get(file)) {
                boolean wanted =
                        policy.worthFetching(entity, nowMs) && cache.admits(entity, file, nowMs);
                return wanted ? file : -1;
            }
            file = holdings.missing(entity, file + 1);
        }
        return -1;
    }

    private void prefetch(int entity, int file, long nowMicros) {
        coming[entity].set(file);
        busyWorkers++;
        fetches.add(
                new Fetch(
                        nowMicros + settings.fetchMicros(layout.fileBytes(file)),
                        fetchNumber++,
                        entity,
                        chains.snapshotMs(entity),
                        file));
    }
}
