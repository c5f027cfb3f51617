package io.foresnap.replay.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.replay.Trace.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceGeneratorTest {

    private static final long START = Instant.parse("2026-03-18T00:00:00Z").toEpochMilli();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static GeneratorSettings settings(
            long seed, int days, Duration window, Map<HabitKind, Integer> tables) {
        return new GeneratorSettings(
                seed, START, Duration.ofDays(days), window.toMillis(), BERLIN, tables);
    }

    @ParameterizedTest
    @CsvSource({
        "CRON, 60, PT5M, 1",
        "CRON, 60, PT1H, 2",
        "SCRIPT, 60, PT5M, 3",
        "SCRIPT, 60, PT1H, 4",
        "OFFICE, 30, PT5M, 5",
        "OFFICE, 30, PT1H, 6",
        "BURST, 40, PT5M, 7",
        "BURST, 40, PT1H, 8",
        "RARE, 60, PT1H, 9",
        "DRIFT, 40, PT5M, 10"
    })
    void whatHappensMatchesTheHazards(HabitKind kind, int tables, Duration window, long seed) {
        int days = window.toMinutes() < 60 ? 20 : 60;

        GeneratedTrace trace =
                TraceGenerator.generate(settings(seed, days, window, Map.of(kind, tables)));

        assertThat(trace.kinds()).hasSizeGreaterThan(tables / 2).containsOnly(kind);
        Calibrated.assertCalibrated(trace);
    }

    @Test
    void tablesThatAreTakenOnMatchTheirHazardsToo() {
        Map<HabitKind, Integer> tables =
                Map.of(HabitKind.CRON, 30, HabitKind.SCRIPT, 30, HabitKind.NEW, 24);

        GeneratedTrace trace =
                TraceGenerator.generate(settings(11, 20, Duration.ofMinutes(5), tables));

        Calibrated.assertCalibrated(trace);
        Set<String> before = new HashSet<>();
        long middle = START + Duration.ofDays(10).toMillis();
        for (Request request : trace.trace().requests()) {
            if (trace.kinds().get(request.entity()) == HabitKind.NEW) {
                assertThat(request.timeMs()).isGreaterThanOrEqualTo(middle);
                assertThat(before).contains(request.requester());
            } else {
                before.add(request.requester());
            }
        }
        assertThat(trace.kinds()).contains(HabitKind.NEW);
    }

    @Test
    void theSameSeedMakesTheSameTrace() {
        GeneratorSettings settings =
                settings(5, 3, Duration.ofMinutes(15), GeneratorSettings.usualTables());

        GeneratedTrace one = TraceGenerator.generate(settings);
        GeneratedTrace again = TraceGenerator.generate(settings);
        GeneratedTrace other =
                TraceGenerator.generate(
                        settings(6, 3, Duration.ofMinutes(15), GeneratorSettings.usualTables()));

        assertThat(again.trace()).isEqualTo(one.trace());
        for (int tick = 0; tick < one.grid().ticks(); tick++) {
            assertThat(again.hazards().row(tick)).isEqualTo(one.hazards().row(tick));
        }
        assertThat(other.trace()).isNotEqualTo(one.trace());
    }

    @Test
    void moreOfOneKindChangesNothingOfTheOthers() {
        GeneratedTrace few =
                TraceGenerator.generate(
                        settings(
                                7,
                                3,
                                Duration.ofMinutes(15),
                                Map.of(HabitKind.CRON, 5, HabitKind.BURST, 5)));
        GeneratedTrace many =
                TraceGenerator.generate(
                        settings(
                                7,
                                3,
                                Duration.ofMinutes(15),
                                Map.of(HabitKind.CRON, 50, HabitKind.BURST, 5)));

        assertThat(times(many, HabitKind.BURST))
                .isEqualTo(times(few, HabitKind.BURST))
                .isNotEmpty();
    }

    private static List<Long> times(GeneratedTrace trace, HabitKind kind) {
        return trace.trace().requests().stream()
                .filter(r -> trace.kinds().get(r.entity()) == kind)
                .map(Request::timeMs)
                .toList();
    }

    @Test
    void anEntityHasNoHazardBeforeItsFirstRequest() {
        GeneratedTrace trace =
                TraceGenerator.generate(
                        settings(8, 3, Duration.ofMinutes(15), GeneratorSettings.usualTables()));

        long[] firstMs = new long[trace.kinds().size()];
        List<Request> requests = trace.trace().requests();
        for (int i = requests.size() - 1; i >= 0; i--) {
            firstMs[requests.get(i).entity()] = requests.get(i).timeMs();
        }
        for (int tick = 0; tick < trace.grid().ticks(); tick++) {
            for (int entity = 0; entity < firstMs.length; entity++) {
                boolean known = firstMs[entity] < trace.grid().timeMs(tick);
                assertThat(Double.isNaN(trace.hazards().get(tick, entity))).isNotEqualTo(known);
            }
        }
    }

    @Test
    void aChangedScheduleKeepsNothingOfTheOldOne() {
        GeneratedTrace trace =
                TraceGenerator.generate(
                        settings(9, 14, Duration.ofMinutes(5), Map.of(HabitKind.DRIFT, 20)));

        for (long change : trace.changes()) {
            assertThat(change)
                    .isBetween(trace.grid().timeMs(trace.grid().firstScored()), lastMs(trace));
        }
        for (int entity = 0; entity < trace.kinds().size(); entity++) {
            assertThat(slots(trace, entity, true)).isNotEqualTo(slots(trace, entity, false));
        }
    }

    private static long lastMs(GeneratedTrace trace) {
        return trace.trace().lastMs();
    }

    /** The five minutes of the day that an entity is asked for in, before or after its change. */
    private static Set<Long> slots(GeneratedTrace trace, int entity, boolean before) {
        Set<Long> slots = new HashSet<>();
        for (Request request : trace.trace().requests()) {
            boolean early = request.timeMs() < trace.changes().get(entity);
            if (request.entity() == entity && early == before) {
                slots.add(request.timeMs() / 300_000 % 288);
            }
        }
        return slots;
    }
}
