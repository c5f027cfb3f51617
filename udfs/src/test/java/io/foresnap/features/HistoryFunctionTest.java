package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.history.Sign;
import io.foresnap.history.WallClock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

class HistoryFunctionTest extends HistoryCase {

    @Test
    void aPartitionIsPredictedOnlyAfterItsFirstRequest() throws Exception {
        var history = start(new HashMapStateBackend(), null);

        request(history, "orders", 0, 7);
        tick(history, 5, true);
        int atFirst = history.extractOutputValues().size();
        tick(history, 10, true);

        assertThat(atFirst).isZero();
        assertThat(history.extractOutputValues())
                .singleElement()
                .extracting(PartitionFeatures::key)
                .isEqualTo("orders/0");
    }

    @Test
    void whatTheClockHasNotReachedInfluencesNothing() throws Exception {
        var ahead = start(new HashMapStateBackend(), null);
        var behind = start(new HashMapStateBackend(), null);
        for (var each : List.of(ahead, behind)) {
            request(each, "orders", 0, 1);
            request(each, "orders", 0, 4);
        }

        request(ahead, "orders", 0, 10);
        request(ahead, "orders", 0, 11);
        request(ahead, "orders", 1, 12);
        tick(ahead, 5, true);
        tick(ahead, 10, true);
        tick(behind, 5, true);
        tick(behind, 10, true);

        assertThat(lines(ahead)).isEqualTo(lines(behind));
    }

    @Test
    void labelsLeaveWhenTheirWindowHasClosedAndNotBefore() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        request(history, "orders", 0, 1);
        tick(history, 5, true);

        request(history, "orders", 0, 6);
        tick(history, 7, false);
        tick(history, 9, true);
        boolean early = history.getSideOutput(HistoryFunction.EXAMPLES) != null;
        tick(history, 10, true);
        tick(history, 15, true);

        assertThat(early).isFalse();
        assertThat(examples(history))
                .extracting(TrainingExample::requested)
                .containsExactly(true, false, false);
        assertThat(examples(history))
                .extracting(e -> e.features().tickMs())
                .containsExactly(5 * MINUTE, 9 * MINUTE, 10 * MINUTE);
    }

    @Test
    void negativesAreSampledWithWeightsBeyondTheBound() throws Exception {
        examplesPerTick = 50;
        for (StateBackend backend :
                List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
            var history = start(backend, null);
            requestEach(history, 180, 1);
            tick(history, 5, true);
            requestEach(history, 10, 7);
            tick(history, 10, true);

            List<TrainingExample> examples = examples(history);
            assertThat(examples.stream().filter(TrainingExample::requested))
                    .hasSize(10)
                    .allMatch(e -> e.weight() == 1);
            assertThat(examples.stream().filter(e -> !e.requested()))
                    .hasSizeBetween(20, 60)
                    .allMatch(e -> e.weight() == 170 / 40.0);
            assertThat(history.extractOutputValues()).as("all are predicted").hasSize(360);
        }
    }

    /** Requests for the first partition of so many tables. */
    private static void requestEach(HistoryHarness history, int tables, int minute)
            throws Exception {
        for (int table = 0; table < tables; table++) {
            request(history, "t" + table, 0, minute);
        }
    }

    @Test
    void onlySoManyVectorsWaitAndTheirExamplesStandForTheOthers() throws Exception {
        examplesPerTick = 50;
        for (StateBackend backend :
                List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
            var history = start(backend, null);
            requestEach(history, 2000, 1);
            tick(history, 5, true);
            requestEach(history, 1000, 7);
            tick(history, 10, true);

            List<TrainingExample> requested =
                    examples(history).stream().filter(TrainingExample::requested).toList();
            assertThat(requested)
                    .hasSizeBetween(70, 130)
                    .allMatch(e -> Math.abs(e.weight() - 10) < 1e-5);
            assertThat(history.extractOutputValues()).as("all are predicted").hasSize(4000);
        }
    }

    @Test
    void featuresAndExamplesCarryTheTimestampOfTheirTick() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        request(history, "orders", 0, 1);
        tick(history, 5, true);
        tick(history, 10, true);

        assertThat(history.extractOutputStreamRecords())
                .extracting(record -> record.getTimestamp())
                .containsExactly(5 * MINUTE, 10 * MINUTE);
        assertThat(history.getSideOutput(HistoryFunction.EXAMPLES))
                .extracting(record -> record.getTimestamp())
                .containsExactly(10 * MINUTE);
    }

    @Test
    void ticksThatDoNotPredictEmitNothing() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        request(history, "orders", 0, 1);

        tick(history, 5, false);

        assertThat(history.extractOutputValues()).isEmpty();
    }

    @Test
    void aRequestSentTwiceCountsOnce() throws Exception {
        var history = start(new HashMapStateBackend(), null);

        history.processElement(HistoryEvent.of(at("same", "orders", 0, 1)), MINUTE);
        history.processElement(HistoryEvent.of(at("same", "orders", 0, 1)), MINUTE);
        tick(history, 5, true);

        assertThat(history.extractOutputValues().get(0).value(Feature.COUNT)).isZero();
    }

    @Test
    void whatRequestsNeededAndAskedForLeavesWithTheFeatures() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        for (int i = 0; i < 12; i++) {
            // Twice an hour: at ten past and at forty past, both for the full hour.
            long minute = 10 + 30 * i;
            BackupRequest request =
                    new BackupRequest(
                            "r" + i,
                            "orders",
                            List.of(0, 1),
                            minute / 60 * 60 * MINUTE,
                            "report",
                            minute * MINUTE);
            RequestNeeds needs = new RequestNeeds(false, List.of(5000L, 70L), List.of(4, 1));
            history.processElement(HistoryEvent.of(new AcceptedRequest(request, needs)), 0);
        }

        tick(history, 370, true);

        List<PartitionFeatures> made = history.extractOutputValues();
        assertThat(made.get(0).expected().bytes()).isEqualTo(5000);
        assertThat(made.get(0).expected().files()).isEqualTo(4);
        assertThat(made.get(1).expected().bytes()).isEqualTo(70);
        assertThat(made.get(0).expected().targets())
                .singleElement()
                .satisfies(target -> assertThat(target.targetMs()).isEqualTo(360 * MINUTE));
    }

    @Test
    void severalRequestsInAWindowAreExpectedAgain() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        for (int window = 1; window < 20; window++) {
            for (int n = 0; n < 4; n++) {
                BackupRequest request = at("b" + window + n, "busy", 0, 10 * window + n);
                history.processElement(HistoryEvent.of(request), 0);
            }
            request(history, "calm", 0, 10 * window + 2);
        }

        tick(history, 200, true);

        assertThat(history.extractOutputValues())
                .extracting(f -> f.table() + " " + f.expected().requests())
                .containsExactlyInAnyOrder("busy 4.0", "calm 1.0");
    }

    @Test
    void aSignTellsAtOnceWhatItsRequesterMayAskFor() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        request(history, "lines", 0, 1);
        request(history, "lines", 2, 1);
        history.processElement(
                HistoryEvent.of(
                        new BackupRequest("other", "lines", List.of(1), MINUTE, "other", MINUTE)),
                0);
        Sign sign = new Sign("lines", 2 * MINUTE, 3000, 1000, .9f);

        history.processElement(HistoryEvent.of(sign, "someone".hashCode()), 2 * MINUTE);
        Sign unlikely = new Sign("lines", 2 * MINUTE, 3000, 1000, .4f);
        history.processElement(HistoryEvent.of(unlikely, "someone".hashCode()), 2 * MINUTE);
        Sign unknown = new Sign("nothing", 2 * MINUTE, 3000, 1000, .9f);
        history.processElement(HistoryEvent.of(unknown, "someone".hashCode()), 2 * MINUTE);

        assertThat(history.getSideOutput(HistoryFunction.SUCCESSORS))
                .extracting(StreamRecord::getValue)
                .allSatisfy(successor -> assertThat(successor.sign()).isEqualTo(sign))
                .extracting(successor -> successor.of().key())
                .containsExactlyInAnyOrder("lines/0", "lines/2");
    }

    @Test
    void aWrongProbabilityOfSuccessorsIsNamed() {
        assertThatThrownBy(() -> new HistoryFunction(WINDOW, lead, TTL, 1, WallClock.UTC, 1.5))
                .hasMessageContaining("prefetch.successor-probability");
    }

    @Test
    void whereProbabilitiesReachIntoTheNextWindowEveryTickStillHasItsExample() throws Exception {
        lead = Duration.ofMinutes(1);
        var history = start(new HashMapStateBackend(), null);
        request(history, "orders", 0, 3);
        // A few seconds into the window from 20: that from 15 reaches it, too.
        request(history, "orders", 0, 20);

        for (long minute = 5; minute <= 35; minute += 5) {
            tick(history, minute, true);
        }

        assertThat(history.extractOutputValues())
                .extracting(PartitionFeatures::windowMs)
                .containsOnly(6 * MINUTE);
        assertThat(examples(history))
                .extracting(example -> example.features().tickMs() / MINUTE)
                .containsExactly(5L, 10L, 15L, 20L, 25L);
        assertThat(examples(history))
                .filteredOn(TrainingExample::requested)
                .extracting(example -> example.features().tickMs() / MINUTE)
                .containsExactly(15L, 20L);
    }
}
