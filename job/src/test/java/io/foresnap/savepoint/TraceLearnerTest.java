package io.foresnap.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.history.TargetHabits;
import io.foresnap.job.LearningSettings;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.TraceLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceLearnerTest {

    private static final long HOUR = 3_600_000;

    @TempDir Path folder;

    @Test
    void aRequestForSeveralPartitionsTeachesItsTargetOnce() throws IOException {
        List<String> one = new ArrayList<>();
        List<String> three = new ArrayList<>();
        for (long hour = 1; hour <= 20; hour++) {
            long timeMs = hour * HOUR;
            for (int partition = 0; partition < 3; partition++) {
                String line =
                        "%d,public.orders,%d,nightly,%d"
                                .formatted(timeMs, partition, timeMs - HOUR / 2);
                three.add(line);
                if (partition == 0) {
                    one.add(line);
                }
            }
        }

        LearnedState ofOne = learned(one);
        LearnedState ofThree = learned(three);

        assertThat(ofThree.requests()).isEqualTo(20);
        assertThat(ofThree.partitions()).isEqualTo(3);
        assertThat(table(ofThree, "public.orders").partitions().values())
                .allMatch(history -> history.count == 20);
        assertThat(targets(ofThree)).usingRecursiveComparison().isEqualTo(targets(ofOne));
        assertThat(ofThree.habits()).usingRecursiveComparison().isEqualTo(ofOne.habits());
    }

    @Test
    void linesThatDifferInMoreThanThePartitionAreRequestsOfTheirOwn() throws IOException {
        LearnedState learned =
                learned(
                        List.of(
                                "3600000,public.orders,0,nightly,1000",
                                "3600000,public.orders,1,daily,1000",
                                "3600000,public.orders,2,daily,2000",
                                "3600000,public.items,3,daily,2000",
                                "3600001,public.items,4,daily,2000",
                                "3600001,public.items,4,daily,2000"));

        assertThat(learned.requests()).isEqualTo(6);
        assertThat(table(learned, "public.items").partitions())
                .hasEntrySatisfying(4, history -> assertThat(history.count).isEqualTo(2));
    }

    private static TargetHabits targets(LearnedState state) {
        return table(state, "public.orders").targets();
    }

    private static LearnedState.Table table(LearnedState state, String name) {
        return Objects.requireNonNull(state.tables().get(name));
    }

    private LearnedState learned(List<String> lines) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("timestamp_ms,table,partition,requester,target_time_ms"));
        all.addAll(lines);
        Trace trace = TraceLoader.load(Files.write(folder.resolve("trace.csv"), all));
        LearningSettings settings = LearningSettings.of(new Configuration());
        return new TraceLearner(settings)
                .learn(trace, TickGrid.covering(trace.firstMs(), trace.lastMs(), HOUR), tick -> {});
    }
}
