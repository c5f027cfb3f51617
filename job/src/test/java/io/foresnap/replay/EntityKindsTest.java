package io.foresnap.replay;

import static io.foresnap.replay.TestingTraces.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityKindsTest {

    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    @TempDir Path folder;

    @Test
    void fewRequestsAreRareHoweverEven() {
        assertThat(EntityKinds.of(LongStream.range(0, 9).map(i -> i * HOUR).toArray()))
                .isEqualTo(EntityKind.RARE);
        assertThat(EntityKinds.of(new long[0])).isEqualTo(EntityKind.RARE);
    }

    @Test
    void evenGapsArePeriodicDespiteSomeThatAreMissing() {
        long[] times = LongStream.range(0, 60).filter(i -> i % 7 != 3).map(i -> i * HOUR).toArray();

        assertThat(EntityKinds.of(times)).isEqualTo(EntityKind.PERIODIC);
    }

    @Test
    void hoursOfTheDayAreDiurnal() {
        SplittableRandom random = new SplittableRandom(1);
        long[] times =
                LongStream.range(0, 40)
                        .map(i -> i / 4 * DAY + 9 * HOUR + random.nextLong(6 * HOUR))
                        .sorted()
                        .toArray();

        assertThat(EntityKinds.of(times)).isEqualTo(EntityKind.DIURNAL);
    }

    @Test
    void longSilencesBetweenManyRequestsAreBursty() {
        long[] times =
                LongStream.range(0, 60)
                        .map(i -> i / 20 * (3 * DAY + 11 * HOUR) + (i % 20) * (i % 20) * 20_000)
                        .toArray();

        assertThat(EntityKinds.of(times)).isEqualTo(EntityKind.BURSTY);
    }

    @Test
    void requestsAtRandomAreIrregular() {
        SplittableRandom random = new SplittableRandom(2);
        long[] times =
                LongStream.range(0, 200).map(i -> random.nextLong(9 * DAY)).sorted().toArray();

        assertThat(EntityKinds.of(times)).isEqualTo(EntityKind.IRREGULAR);
    }

    @Test
    void onlyTheFirstHalfDecides() throws IOException {
        String[] lines =
                LongStream.range(0, 100).mapToObj(i -> i * HOUR + ",a,,").toArray(String[]::new);
        lines[60] = 60 * HOUR + ",late,,";
        for (int i = 61; i < 100; i++) {
            lines[i] = i * HOUR + (i % 2 == 0 ? ",a,," : ",late,,");
        }
        Trace trace = TestingTraces.trace(folder, lines);

        assertThat(EntityKinds.of(trace, trace.grid(HOUR)))
                .containsExactly(EntityKind.PERIODIC, EntityKind.RARE);
    }
}
