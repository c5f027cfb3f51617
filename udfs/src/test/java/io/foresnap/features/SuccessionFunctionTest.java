package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.WithoutKryo;
import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.TableSigns;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SuccessionFunctionTest {

    private static final long MINUTE = 60_000;
    private static final Duration TTL = Duration.ofDays(30);

    @Test
    void whatWasLearnedSurvivesARestart() throws Exception {
        OperatorSubtaskState state;
        try (var succession = harness()) {
            succession.open();
            for (int i = 0; i < 10; i++) {
                request(succession, "orders", "nightly", i * 600);
                request(succession, "lines", "nightly", i * 600 + 3);
            }
            state = succession.snapshot(1, 1);
        }

        try (var succession = harness()) {
            succession.initializeState(state);
            succession.open();
            request(succession, "orders", "nightly", 6000);

            assertThat(succession.extractOutputValues())
                    .extracting(HistoryEvent::table)
                    .containsExactly("orders", "lines");
            assertThat(succession.extractOutputValues().get(1).sign()).isNotNull();
        }
    }

    @Test
    void habitsAreThoseOfOneRequesterAndNobodyHasAny() throws Exception {
        try (var succession = harness()) {
            succession.open();
            for (int i = 0; i < 10; i++) {
                request(succession, "orders", "one", i * 600);
                request(succession, "lines", "other", i * 600 + 3);
                request(succession, "stock", "", i * 600 + 4);
                request(succession, "stock", "", i * 600 + 5);
            }

            assertThat(succession.extractOutputValues())
                    .hasSize(40)
                    .allMatch(event -> event.request() != null);
        }
    }

    @Test
    void aScriptMayGiveAllItsTablesOneId() throws Exception {
        try (var succession = harness()) {
            succession.open();
            for (String table : List.of("a", "b", "c")) {
                BackupRequest request =
                        new BackupRequest("nightly-1", table, List.of(0), 0, "nightly", 0);
                succession.processElement(
                        new AcceptedRequest(request, RequestNeeds.unknown(request)), 0);
            }

            assertThat(succession.extractOutputValues())
                    .filteredOn(event -> event.request() != null)
                    .extracting(HistoryEvent::table)
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void aRequestDeliveredTwiceIsNoHabit() throws Exception {
        try (var succession = harness()) {
            succession.open();
            for (int i = 0; i < 10; i++) {
                request(succession, "orders", "nightly", i * 600);
                request(succession, "lines", "nightly", i * 600 + 3);
                request(succession, "orders", "nightly", i * 600);
            }

            assertThat(succession.extractOutputValues())
                    .filteredOn(event -> event.request() != null)
                    .hasSize(20);
            assertThat(succession.extractOutputValues())
                    .filteredOn(event -> event.sign() != null && event.table().equals("lines"))
                    .extracting(event -> Objects.requireNonNull(event.sign()).lagMs())
                    .containsOnly(3 * MINUTE);
        }
    }

    @Test
    void stateAndEventsNeedNoKryo() throws IOException {
        RequesterHabits habits = new RequesterHabits();
        habits.hear("orders", 0);
        habits.hear("lines", MINUTE);
        TableSigns signs = new TableSigns();
        habits.hear("orders", 600 * MINUTE).forEach(signs::hear);
        assertThat(signs.pending).isNotEmpty();

        assertThat(WithoutKryo.roundTrip(RequesterHabits.class, habits))
                .usingRecursiveComparison()
                .isEqualTo(habits);
        assertThat(WithoutKryo.roundTrip(TableSigns.class, signs))
                .usingRecursiveComparison()
                .isEqualTo(signs);
        HistoryEvent event = HistoryEvent.of(signs.pending.get(0), 7);
        assertThat(WithoutKryo.roundTrip(HistoryEvent.class, event))
                .usingRecursiveComparison()
                .isEqualTo(event);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, AcceptedRequest, HistoryEvent>
            harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SuccessionFunction(TTL, Duration.ofMinutes(5))),
                SuccessionFunction::key,
                Types.STRING);
    }

    private static void request(
            KeyedOneInputStreamOperatorTestHarness<String, AcceptedRequest, HistoryEvent>
                    succession,
            String table,
            String requester,
            long minute)
            throws Exception {
        long timeMs = minute * MINUTE;
        BackupRequest request =
                new BackupRequest(table + minute, table, List.of(0), timeMs, requester, timeMs);
        succession.processElement(
                new AcceptedRequest(request, RequestNeeds.unknown(request)), timeMs);
    }
}
