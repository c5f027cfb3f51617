package io.foresnap.replay.simulation;

import static io.foresnap.replay.simulation.TestingTraces.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Each rule of the simulation on a few requests, computed by hand. */
class ProtocolTest {

    private static final long MIB = 1 << 20;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long S = 3 * HOUR;
    private static final long G = 5 * MINUTE;
    private static final Trace.Entity ORDERS = new Trace.Entity("orders", "0");
    private static final Trace.Entity ITEMS = new Trace.Entity("items", "");

    /** A moment at which a snapshot of orders appears, some days on. */
    private static final long SNAPSHOT = 8 * 24 * HOUR + ORDERS.hash() % S;

    private final List<Trace.Request> requests = new ArrayList<>();

    private static SimulationSettings settings(int workers, int queue) {
        return new SimulationSettings(
                64 * MIB, 8 * MIB, S, G, 1, 20, 100 * MIB, 400 * MIB, workers, 4, queue, 1);
    }

    /** Lists what it is told at every tick; the least recently used leaves. */
    private static Simulation.Maker listing(int... entities) {
        return (scenario, holdings) ->
                new Policy() {
                    private final Cache cache = LruPolicy.lru(scenario, holdings);

                    @Override
                    public Cache cache() {
                        return cache;
                    }

                    @Override
                    public int[] list(int tick, long nowMs) {
                        return entities;
                    }
                };
    }

    /** Plays with ticks an hour apart from an hour before the snapshot on; everything is scored. */
    private PolicyResult play(Simulation.Maker maker, double share, SimulationSettings settings) {
        Trace trace = new Trace(List.of(ORDERS, ITEMS), requests);
        TickGrid grid = new TickGrid(SNAPSHOT - HOUR, 4 * HOUR, 1);
        Scenario scenario = Simulation.scenario(trace, grid, new Probabilities(1, 2), settings);
        return new Simulation(scenario, new int[0]).run("test", maker, share);
    }

    private PolicyResult play(Simulation.Maker maker) {
        return play(maker, 100, settings(8, 2));
    }

    @Test
    void snapshotsAndSegmentsFollowTheHash() {
        Layout layout = new Layout(settings(8, 2), List.of(ORDERS));

        assertThat(layout.files(0, SNAPSHOT - 1)).isEqualTo(36);
        assertThat(layout.files(0, SNAPSHOT)).isEqualTo(1);
        assertThat(layout.files(0, SNAPSHOT + G - 1)).isEqualTo(1);
        assertThat(layout.files(0, SNAPSHOT + G)).isEqualTo(2);
        assertThat(layout.neededBytes(0, SNAPSHOT + 7 * G)).isEqualTo((64 + 7 * 8) * MIB);
        assertThat(layout.nextCloseMs(0, SNAPSHOT + 1)).isEqualTo(SNAPSHOT + G);
    }

    @Test
    void requestsOfACoarseTraceAreSpreadOverItsResolution() {
        long at = 8 * 24 * HOUR;
        Trace trace = new Trace(List.of(ORDERS), List.of(request(at, 0)));
        CRC32 crc = new CRC32();
        crc.update(("orders|0|" + at).getBytes(StandardCharsets.UTF_8));

        SimulationSettings settings = SimulationSettings.defaults(trace, trace.grid(HOUR));
        assertThat(settings.resolutionMs()).isEqualTo(HOUR);
        assertThat(Arrivals.of(trace, HOUR).timesMs()).containsExactly(at + crc.getValue() % HOUR);
        assertThat(Arrivals.of(trace, 1).timesMs()).containsExactly(at);
    }

    @Test
    void defaultsFollowSpanAndEntities() {
        Trace brief = TestingTraces.madeUp(50, HOUR, 1);
        SimulationSettings settings = SimulationSettings.defaults(brief, brief.grid(G));

        assertThat(settings.snapshotIntervalMs()).isEqualTo(S);
        assertThat(settings.segmentIntervalMs()).isEqualTo(G);
        assertThat(settings.queueCapacity()).isEqualTo(10);
        assertThat(settings.resolutionMs()).isEqualTo(1);
        Trace longer =
                new Trace(List.of(ORDERS), List.of(request(1, 0), request(3 * 24 * HOUR, 0)));
        assertThat(SimulationSettings.defaults(longer, longer.grid(HOUR)).snapshotIntervalMs())
                .isEqualTo(24 * HOUR);
    }

    @Test
    void intervalsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new SimulationSettings(1, 1, 1000, 300, 1, 20, 1, 1, 8, 4, 1, 1))
                .hasMessageContaining("multiple of the segment interval");
    }

    @Test
    void aRequestFetchesWhatIsMissingOverItsOwnStreams() {
        Streams streams = new Streams(settings(8, 2));

        assertThat(streams.micros(true, 0)).isEqualTo(660_000);
        assertThat(streams.micros(false, 1)).isEqualTo(100_000);
        assertThat(streams.micros(false, 5)).isEqualTo(200_000);
        // Three streams bring 18 segments by 600 ms, three more by 700; the last follows the
        // snapshot.
        assertThat(streams.micros(true, 22)).isEqualTo(760_000);
    }

    @Test
    void latencyIsFetchingAndApplying() {
        requests.add(request(SNAPSHOT + 7 * G, 0));

        PolicyResult result = play((scenario, holdings) -> new NoCachePolicy());

        assertThat(result.latencyMillis().mean()).isEqualTo(660 + 300);
        assertThat(result.servedWholly()).isZero();
        assertThat(result.sourceBytesPerRequestedByte()).isEqualTo(1);
    }

    @Test
    void whatARequestFetchedIsThereForTheNext() {
        requests.add(request(SNAPSHOT + 1, 0));
        requests.add(request(SNAPSHOT + 2, 0));

        PolicyResult result = play(LruPolicy::new);

        assertThat(result.servedWholly()).isEqualTo(0.5);
        assertThat(result.latencyMillis().mean()).isEqualTo((660 + 160 + 160) / 2.0);
    }

    @Test
    void aSegmentThatClosesWithTheRequestIsNeeded() {
        requests.add(request(SNAPSHOT + G - 1, 0));
        requests.add(request(SNAPSHOT + G, 0));

        PolicyResult result = play(LruPolicy::new);

        assertThat(result.servedWholly()).isZero();
        assertThat(result.byteHitRatio()).isEqualTo(64.0 / (64 + 72), within(1e-9));
    }

    @Test
    void aNewSnapshotMakesWhatWasBeforeUseless() {
        requests.add(request(SNAPSHOT - 1, 0));
        requests.add(request(SNAPSHOT, 0));

        assertThat(play(LruPolicy::new).byteHitRatio()).isZero();
    }

    @Test
    void aListedEntityIsFetchedAgainWhenASegmentCloses() {
        requests.add(request(SNAPSHOT + 1, 0));
        requests.add(request(SNAPSHOT + G + 100, 0));

        PolicyResult result = play(listing(0));

        // The hour's list brings the old snapshot and its segments, then the new one, in vain: the
        // request at once after it has fetched it as well. The segment of 100 ms is in time.
        assertThat(result.servedWholly()).isEqualTo(0.5);
        assertThat(result.prefetchedBytes()).isEqualTo((64 + 35 * 8 + 64 + 8) * MIB);
    }

    @Test
    void aRequestDoesNotWaitForAPrefetch() {
        requests.add(request(SNAPSHOT + 1000, 0));
        requests.add(request(SNAPSHOT + G + 99, 0));

        PolicyResult result = play(listing(0));

        // The new snapshot is there after 660 ms; the segment only 1 ms after the second request.
        assertThat(result.servedWholly()).isEqualTo(0.5);
        assertThat(result.byteHitRatio()).isEqualTo(128.0 / 136, within(1e-9));
        assertThat(result.prefetchedUsedShare()).isEqualTo(64.0 / (64 + 35 * 8 + 64), within(1e-9));
    }

    @Test
    void workersTakeTheListInOrder() {
        requests.add(request(SNAPSHOT - HOUR + 5000, 0));
        requests.add(request(SNAPSHOT - HOUR + 5000, 1));

        assertThat(play(listing(0, 1), 100, settings(1, 2)).servedWholly()).isEqualTo(0.5);
        assertThat(play(listing(0, 1), 100, settings(8, 2)).servedWholly()).isEqualTo(1);
        assertThat(play(listing(0, 1), 100, settings(8, 1)).servedWholly()).isEqualTo(0.5);
        assertThat(play(listing(0, 1), 100, settings(8, 0)).prefetchedBytes()).isZero();
    }

    @Test
    void theLeastRecentlyUsedLeaves() {
        requests.add(request(SNAPSHOT + 1, 0));
        requests.add(request(SNAPSHOT + 2, 1));
        requests.add(request(SNAPSHOT + 3, 1));
        requests.add(request(SNAPSHOT + 4, 0));
        long needed =
                64 * MIB + new Layout(settings(8, 2), List.of(ITEMS)).neededBytes(0, SNAPSHOT);

        // Room for the larger of the two only.
        double share = (needed - 64 * MIB) / (double) needed;

        assertThat(play(LruPolicy::new, share, settings(8, 2)).servedWholly()).isEqualTo(0.25);
    }

    @Test
    void onlyTheSecondHalfCounts() {
        requests.add(request(SNAPSHOT, 0));
        requests.add(request(SNAPSHOT + HOUR, 0));
        requests.add(request(SNAPSHOT + 2 * HOUR, 0));
        Trace trace = new Trace(List.of(ORDERS), requests);
        TickGrid grid = new TickGrid(SNAPSHOT, HOUR, 3);

        List<PolicyResult> results =
                Simulation.run(trace, grid, new Probabilities(3, 1), settings(8, 1), 1);

        assertThat(results).extracting(PolicyResult::requests).containsOnly(2L);
    }
}
