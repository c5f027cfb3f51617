package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.WithoutKryo;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class TargetHabitsTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long MONDAY =
            ZonedDateTime.of(2026, 3, 2, 0, 0, 0, 0, VIENNA).toInstant().toEpochMilli();

    private final WallClock clock = new WallClock(VIENNA);
    private final TargetHabits habits = new TargetHabits();

    private void request(int requester, long atMs, long targetMs) {
        habits.hear(new Access(atMs, 0, requester), targetMs, false, clock);
    }

    private void latest(int requester, long atMs) {
        // The log reaches a little less far than the time of the request.
        habits.hear(new Access(atMs, 0, requester), atMs - 7000, true, clock);
    }

    /** Ten requests, one every so often. */
    private void repeat(long everyMs, long fromMs, LongUnaryOperator target) {
        for (int i = 0; i < 10; i++) {
            long atMs = fromMs + i * everyMs;
            request(1, atMs, target.applyAsLong(atMs));
        }
    }

    private LikelyTarget likeliest(long fromMs) {
        return habits.expected(fromMs, 5 * MINUTE, clock).get(0);
    }

    @Test
    void nothingKnownMeansTheNewest() {
        assertThat(habits.expected(MONDAY, HOUR, clock))
                .containsExactly(new LikelyTarget(BackupRequest.LATEST, 1));
    }

    @Test
    void whoAsksForTheNewestWillAgain() {
        for (int i = 0; i < 10; i++) {
            latest(1, MONDAY + i * HOUR);
        }

        assertThat(likeliest(MONDAY + 10 * HOUR).targetMs()).isEqualTo(BackupRequest.LATEST);
        assertThat(likeliest(MONDAY + 10 * HOUR).share()).isCloseTo(1, within(0.01f));
    }

    @Test
    void aTargetOfNowIsTheNewestToo() {
        repeat(HOUR, MONDAY, atMs -> atMs - 500);

        assertThat(likeliest(MONDAY + 10 * HOUR).targetMs()).isEqualTo(BackupRequest.LATEST);
    }

    @Test
    void theLastMidnightFollowsTheClocksOfItsZone() {
        // A night's audit at three; between the last two the clocks were set forward.
        long before = ZonedDateTime.of(2026, 3, 20, 3, 0, 0, 0, VIENNA).toInstant().toEpochMilli();
        for (int day = 0; day < 9; day++) {
            long atMs = before + day * DAY;
            request(1, atMs, clock.midnightBefore(atMs));
        }

        ZonedDateTime next = ZonedDateTime.of(2026, 3, 30, 3, 0, 0, 0, VIENNA);
        LikelyTarget expected = likeliest(next.toInstant().toEpochMilli());

        assertThat(expected.targetMs())
                .isEqualTo(next.withHour(0).toInstant().toEpochMilli())
                .isNotEqualTo(next.toInstant().toEpochMilli() - 3 * HOUR - HOUR);
        assertThat(expected.share()).isGreaterThan(0.9f);
    }

    @Test
    void theLastFullHour() {
        // A different minute each time, so that it is no fixed lag.
        for (int i = 0; i < 10; i++) {
            long hour = MONDAY + i * HOUR;
            request(1, hour + (7 * i % 10 + 1) * MINUTE, hour);
        }

        assertThat(likeliest(MONDAY + 10 * HOUR + 30 * MINUTE).targetMs())
                .isEqualTo(MONDAY + 10 * HOUR);
    }

    @Test
    void aFixedLag() {
        repeat(17 * MINUTE, MONDAY, atMs -> atMs - 45 * MINUTE + atMs % 7 * 1000);

        long from = MONDAY + 200 * MINUTE;

        assertThat(likeliest(from).targetMs())
                .isCloseTo(from + 5 * MINUTE - 45 * MINUTE, within(10_000L));
    }

    @Test
    void theSameTargetAgainAndAgain() {
        long monthEnd = MONDAY - 13 * HOUR - 123;
        repeat(37 * MINUTE, MONDAY, atMs -> monthEnd);

        assertThat(likeliest(MONDAY + DAY).targetMs()).isEqualTo(monthEnd);
    }

    @Test
    void theTargetOfSomebodyElsesBackup() {
        for (int i = 0; i < 10; i++) {
            long atMs = MONDAY + i * DAY + 16 * HOUR + i * 700;
            latest(1, atMs);
            request(2, atMs + (10 + 5 * i % 17) * MINUTE, atMs - 7000);
        }
        long newest = MONDAY + 10 * DAY + 16 * HOUR;
        latest(1, newest);

        assertThat(habits.expected(newest + MINUTE, HOUR, clock))
                .extracting(LikelyTarget::targetMs)
                .containsExactlyInAnyOrder(BackupRequest.LATEST, newest - 7000);
    }

    @Test
    void theHourOfTheDayTellsWhoIsExpected() {
        for (int day = 0; day < 10; day++) {
            for (int hour = 8; hour < 18; hour++) {
                latest(1, MONDAY + day * DAY + hour * HOUR);
            }
            request(2, MONDAY + day * DAY + 22 * HOUR, MONDAY + day * DAY);
        }
        long tuesday = MONDAY + 10 * DAY;

        assertThat(likeliest(tuesday + 9 * HOUR).targetMs()).isEqualTo(BackupRequest.LATEST);
        assertThat(likeliest(tuesday + 22 * HOUR).targetMs()).isEqualTo(tuesday);
    }

    @Test
    void aChangedHabitIsFollowedWithinAFewRequests() {
        for (int i = 0; i < 100; i++) {
            latest(1, MONDAY + i * HOUR);
        }
        for (int i = 100; i < 106; i++) {
            long atMs = MONDAY + i * HOUR + (11 * i % 50 + 1) * MINUTE;
            request(1, atMs, clock.hourBefore(atMs));
        }

        assertThat(likeliest(MONDAY + 106 * HOUR).targetMs()).isEqualTo(MONDAY + 106 * HOUR);
    }

    @Test
    void manyRequestersTakeNoMoreRoomAndNoFrequentOneIsForgotten() throws IOException {
        for (int i = 0; i < 2000; i++) {
            long atMs = MONDAY + i * MINUTE;
            request(i % 3 == 0 ? 1 : 100 + i, atMs, clock.midnightBefore(atMs));
        }

        assertThat(habits.askers).extracting(asker -> asker.requester).contains(1).hasSize(8);
        assertThat(WithoutKryo.bytes(TargetHabits.class, habits).length).isLessThan(2200);
        assertThat(WithoutKryo.roundTrip(TargetHabits.class, habits))
                .usingRecursiveComparison()
                .isEqualTo(habits);
    }
}
