package io.foresnap.replay.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> ALL = EnumSet.allOf(DayOfWeek.class);

    private static List<String> due(Schedule schedule, String from, String until) {
        List<String> due = new ArrayList<>();
        schedule.between(
                Instant.parse(from).toEpochMilli(),
                Instant.parse(until).toEpochMilli(),
                ms -> due.add(Instant.ofEpochMilli(ms).toString()));
        return due;
    }

    @Test
    void dailyFollowsTheClockOnTheWallIntoSummer() {
        Schedule schedule = Schedule.daily(LocalTime.of(6, 30), ALL, BERLIN);

        assertThat(due(schedule, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
                .containsExactly(
                        "2026-03-28T05:30:00Z", "2026-03-29T04:30:00Z", "2026-03-30T04:30:00Z");
    }

    @Test
    void aTimeThatIsSkippedIsLaterAndOneThatComesTwiceCountsOnce() {
        Schedule schedule = Schedule.daily(LocalTime.of(2, 30), ALL, BERLIN);

        assertThat(due(schedule, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"))
                .containsExactly("2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(due(schedule, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void dailyKeepsToItsDays() {
        Schedule schedule = Schedule.daily(LocalTime.NOON, EnumSet.of(DayOfWeek.FRIDAY), BERLIN);

        assertThat(due(schedule, "2026-03-18T00:00:00Z", "2026-04-01T00:00:00Z"))
                .containsExactly("2026-03-20T11:00:00Z", "2026-03-27T11:00:00Z");
    }

    @Test
    void spansOneAfterTheOtherGiveEveryDueTimeOnce() {
        for (Schedule schedule :
                List.of(
                        Schedule.every(7 * 60_000, 123),
                        Schedule.daily(LocalTime.MIDNIGHT, ALL, BERLIN))) {
            String from = "2026-03-28T00:00:00Z";
            String until = "2026-03-31T00:00:00Z";
            List<String> piecewise = new ArrayList<>();
            for (Instant at = Instant.parse(from);
                    at.isBefore(Instant.parse(until));
                    at = at.plusSeconds(300)) {
                piecewise.addAll(due(schedule, at.toString(), at.plusSeconds(300).toString()));
            }

            assertThat(piecewise).isEqualTo(due(schedule, from, until)).isNotEmpty();
        }
    }

    @Test
    void everyKeepsPeriodAndPhaseAndALimitCutsBothEnds() {
        Schedule hourly =
                Schedule.every(3_600_000, Instant.parse("2030-01-01T00:10:00Z").toEpochMilli());

        assertThat(due(hourly, "2026-01-01T00:10:00Z", "2026-01-01T02:10:00Z"))
                .containsExactly("2026-01-01T00:10:00Z", "2026-01-01T01:10:00Z");
        Schedule limited =
                hourly.limited(
                        Instant.parse("2026-01-01T01:10:00Z").toEpochMilli(),
                        Instant.parse("2026-01-01T03:10:00Z").toEpochMilli());
        assertThat(due(limited, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))
                .containsExactly("2026-01-01T01:10:00Z", "2026-01-01T02:10:00Z");
    }
}
