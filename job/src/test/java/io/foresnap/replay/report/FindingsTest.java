package io.foresnap.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.replay.simulation.LatencyMillis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static final long GIB = 1L << 30;

    @Test
    void theAnswerComparesTheFirstCacheSizeWithNoneAndWithLru() {
        Findings findings =
                new Findings(
                        List.of(
                                policy("none", 0.1, 0, 1000, 1),
                                policy("lru", 0.1, 0.5, 600, 0.5),
                                policy("foresnap", 0.1, 0.8, 250, 0.75),
                                policy("foresnap", 0.3, 0.99, 100, 0.75)));

        List<String> sentences = findings.sentences(null);

        assertThat(sentences).hasSize(2);
        assertThat(sentences.get(0))
                .contains("cache of 4.0 GiB", "80.0 % of 7,200 requests", "mean request")
                .contains("250 ms", "500 ms or more", "it takes 1.00 s", "75.0 % of waiting")
                .contains("1.5 hours in all", "(LRU): 50.0 % wholly, 600 ms");
        assertThat(sentences.get(1))
                .contains("prefetched 2.0 GiB, of which 40.0 %", "0.75 bytes", "(LRU 0.50)");
    }

    @Test
    void aRecommendationNamesTheOptions() {
        Recommended.Trial best =
                new Recommended.Trial(0.3, 5 * GIB, 64, 900_000, 0.9, 0.4, 200, 500, 1000);
        Findings findings = new Findings(List.of(policy("none", 0.1, 0, 1000, 1)));

        List<String> sentences =
                findings.sentences(new Recommended(0.3, 5 * GIB, 64, 900_000, best, List.of(best)));

        assertThat(sentences)
                .singleElement()
                .asString()
                .contains("cache of 5.0 GiB (30.0 %", "prefetch.queue-capacity 64")
                .contains("prediction.interval 15 min", "90.0 % wholly", "200 ms");
    }

    private static PolicyFigures policy(
            String name, double capacity, double wholly, double mean, double source) {
        return new PolicyFigures(
                name,
                capacity,
                4 * GIB,
                7200,
                wholly,
                wholly,
                source,
                2 * GIB,
                0.4,
                0,
                new LatencyMillis(mean, mean, mean, 2 * mean),
                Map.of());
    }
}
