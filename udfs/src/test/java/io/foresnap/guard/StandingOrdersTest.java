package io.foresnap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.guard.ControlCommand.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingOrdersTest {

    private static final long HOLDS = Duration.ofMinutes(10).toMillis();
    private static final StandingOrders VIENNA =
            new StandingOrders(HOLDS, ZoneId.of("Europe/Vienna"));

    private static long at(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private static ControlCommand warmUp(String at) {
        return ControlMessages.warmUp(Kind.WARM_UP, "t", ControlCommand.ALL, at);
    }

    @Test
    void aPinIsDueAtEveryTickAndHoldsAsLongAsAList() {
        ControlCommand pin = ControlCommand.of(Kind.PIN, "t", 3);

        assertThat(VIENNA.due(pin, 1000)).hasValue(new TableOrder("t", 3, 1000, 1000 + HOLDS));
        assertThat(VIENNA.isOver(pin, Long.MAX_VALUE / 2)).isFalse();
    }

    // 22:00 in Vienna is 21:00 UTC in winter and 20:00 in summer; 02:30 was skipped on 29 March.
    @ParameterizedTest
    @CsvSource({
        "22:00, 2026-03-02T20:49:59Z, ''",
        "22:00, 2026-03-02T20:50:00Z, 2026-03-02T21:10:00Z",
        "22:00, 2026-03-02T21:09:59Z, 2026-03-02T21:10:00Z",
        "22:00, 2026-03-02T21:10:00Z, ''",
        "22:00, 2026-07-02T19:55:00Z, 2026-07-02T20:10:00Z",
        "22:00, 2026-07-02T20:55:00Z, ''",
        "00:03, 2026-03-02T22:55:00Z, 2026-03-02T23:13:00Z",
        "00:03, 2026-03-02T23:05:00Z, 2026-03-02T23:13:00Z",
        "23:58, 2026-03-02T23:04:00Z, 2026-03-02T23:08:00Z",
        "02:30, 2026-03-29T01:25:00Z, 2026-03-29T01:40:00Z",
        "2026-03-02T21:00:00Z, 2026-03-02T20:55:00Z, 2026-03-02T21:10:00Z",
        "2026-03-02T21:00:00Z, 2026-03-03T20:55:00Z, ''",
    })
    void aWarmUpIsDueFromAsLongBeforeAsAListHoldsUntilAsLongBehind(
            String at, String now, String until) {
        var due = VIENNA.due(warmUp(at), at(now));

        if (until.isEmpty()) {
            assertThat(due).isEmpty();
        } else {
            assertThat(due).hasValue(new TableOrder("t", -1, at(now), at(until)));
        }
    }

    @Test
    void onlyAWarmUpForOnceIsOverOneDay() {
        assertThat(VIENNA.isOver(warmUp("1000"), 999 + HOLDS)).isFalse();
        assertThat(VIENNA.isOver(warmUp("1000"), 1000 + HOLDS)).isTrue();
        assertThat(VIENNA.isOver(warmUp("22:00"), Long.MAX_VALUE / 2)).isFalse();
    }
}
