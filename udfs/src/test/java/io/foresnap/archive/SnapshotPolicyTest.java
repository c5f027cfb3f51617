package io.foresnap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.TablePartition;
import io.foresnap.options.SnapshotMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotPolicyTest {

    private static final long NOW = Instant.parse("2026-03-02T21:59:30Z").toEpochMilli();
    private static final long TEN = Instant.parse("2026-03-02T22:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = 60 * MINUTE;
    private static final double DAY = 24.0 * HOUR;
    private static final long MIB = 1 << 20;
    private static final TablePartition ORDERS = new TablePartition("orders", 2);

    private static SnapshotSettings settings(SnapshotMode mode) {
        return new SnapshotSettings(
                mode, Duration.ofHours(6), Duration.ofMinutes(1), Duration.ofDays(7), MIB, 0.25, 1);
    }

    private static SnapshotDecision adaptive(SnapshotState state) {
        return new SnapshotPolicy(settings(SnapshotMode.ADAPTIVE)).decide(state);
    }

    private static SnapshotState state(
            long logBytes, long snapshotBytes, long ageMs, Outlook outlook) {
        return new SnapshotState(ORDERS, logBytes, 1, snapshotBytes, NOW - ageMs, NOW, outlook);
    }

    /** A window of an hour from ten on, in the long run one request in so many days. */
    private static Outlook expected(double probability, double everyDays) {
        return new Outlook(1 / (everyDays * DAY), TEN, TEN + HOUR, probability);
    }

    @Test
    void aPartitionThatIsExpectedSoonIsRolledJustBeforeItsWindow() {
        SnapshotState state = state(812 * MIB, 300 * MIB, HOUR, expected(0.91, 1));

        SnapshotDecision decision = adaptive(state);

        assertThat(decision.due()).isTrue();
        assertThat(decision.reason())
                .isEqualTo(
                        "orders/2: 812 MB of log behind a snapshot of 300 MB, request expected"
                                + " between 2026-03-02T22:00:00Z and 2026-03-02T23:00:00Z with"
                                + " probability 0.91");
    }

    @Test
    void aWindowThatIsStillFarAwayIsWaitedFor() {
        Outlook tomorrow = new Outlook(1 / DAY, TEN + 3 * HOUR, TEN + 4 * HOUR, 0.91);

        assertThat(adaptive(state(812 * MIB, 300 * MIB, HOUR, tomorrow)).due()).isFalse();
    }

    @Test
    void aColdPartitionIsLeftAloneHoweverLongItsLog() {
        Outlook cold = expected(0, 500);

        assertThat(adaptive(state(900 * MIB, 100 * MIB, 48 * HOUR, cold)).due()).isFalse();
    }

    @Test
    void aShortLogBehindALargeSnapshotIsNotWorthIt() {
        SnapshotDecision decision = adaptive(state(10 * MIB, 900 * MIB, HOUR, expected(0.9, 1)));

        assertThat(decision.due()).isFalse();
        assertThat(decision.reason()).contains("replaying it still costs less than a snapshot");
    }

    @Test
    void withoutPredictionsThePointIsWhereReplaysHaveCostAsMuchAsTheSnapshot() {
        // Four requests a day, each replays on average half of the log.
        Outlook steady = new Outlook(4 / DAY, 0, 0, 0);
        long day = 24 * HOUR;

        assertThat(adaptive(state(100 * MIB, 695 * MIB, day, steady)).due()).isTrue();
        assertThat(adaptive(state(100 * MIB, 705 * MIB, day, steady)).due()).isFalse();
    }

    @Test
    void inAWindowLessLikelyThanUsualALikelierOneIsWaitedFor() {
        Outlook quiet = expected(0.05, 1.0 / 8);
        Outlook usual = expected(0.35, 1.0 / 8);

        SnapshotDecision decision = adaptive(state(300 * MIB, 900 * MIB, 10 * HOUR, quiet));

        assertThat(decision.due()).isFalse();
        assertThat(decision.reason()).contains("a likelier window will come");
        assertThat(adaptive(state(300 * MIB, 900 * MIB, 10 * HOUR, usual)).due()).isTrue();
    }

    @Test
    void noWindowIsWaitedForWhenTheSnapshotIsLongOverdue() {
        Outlook quiet = expected(0, 1.0 / 8);

        assertThat(adaptive(state(300 * MIB, 10 * MIB, 48 * HOUR, quiet)).due()).isTrue();
    }

    @Test
    void aTrivialLogIsNeverWorthASnapshot() {
        assertThat(adaptive(state(1000, 1000, 6 * HOUR, expected(0.99, 0.01))).due()).isFalse();
    }

    @Test
    void noChangeWaitsLongerThanTheGreatestAge() {
        SnapshotState old = state(10, 900 * MIB, 7 * 24 * HOUR, expected(0, 500));

        SnapshotDecision decision = adaptive(old);

        assertThat(decision.due()).isTrue();
        assertThat(decision.reason())
                .isEqualTo(
                        "orders/2: 10 B of log behind a snapshot of 900 MB, the oldest change"
                                + " waits since 2026-02-23T21:59:30Z");
    }

    @Test
    void manySmallSegmentsCountForTheTimeItTakesToOpenThem() {
        SnapshotState one = state(MIB / 2, MIB, HOUR, expected(0.9, 1));
        SnapshotState thousand =
                new SnapshotState(ORDERS, MIB / 2, 1000, MIB, NOW - HOUR, NOW, expected(0.9, 1));

        assertThat(adaptive(one).due()).isFalse();
        assertThat(adaptive(thousand).due()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADAPTIVE", "INTERVAL", "FIRST_ONLY"})
    void withoutLogThereIsNothingToDo(SnapshotMode mode) {
        SnapshotState idle = new SnapshotState(ORDERS, 0, 0, MIB, 0, NOW, expected(0.99, 0.1));

        assertThat(new SnapshotPolicy(settings(mode)).decide(idle).due()).isFalse();
    }

    @Test
    void aFixedIntervalAsksForNothingElse() {
        SnapshotPolicy policy = new SnapshotPolicy(settings(SnapshotMode.INTERVAL));
        Outlook cold = expected(0, 500);

        assertThat(policy.decide(state(2 * MIB, 900 * MIB, 6 * HOUR, cold)).due()).isTrue();
        assertThat(policy.decide(state(900 * MIB, MIB, 6 * HOUR - 1, cold)).due()).isFalse();
    }

    @Test
    void moreGainForTheCostComesFirstAndWhatIsTooOldBeforeAll() {
        double some = adaptive(state(300 * MIB, 30 * MIB, HOUR, expected(0.9, 1))).priority();
        double more = adaptive(state(900 * MIB, 30 * MIB, HOUR, expected(0.95, 1))).priority();
        double old = adaptive(state(1, MIB, 8 * 24 * HOUR, expected(0, 500))).priority();

        assertThat(some).isLessThan(more);
        assertThat(more).isLessThan(old);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(
                        () ->
                                new SnapshotSettings(
                                        SnapshotMode.ADAPTIVE,
                                        Duration.ofHours(1),
                                        Duration.ZERO,
                                        Duration.ofDays(1),
                                        0,
                                        1,
                                        1))
                .hasMessage("snapshot.check-interval must be positive, but is PT0S");
    }
}
