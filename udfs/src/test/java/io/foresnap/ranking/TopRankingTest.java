package io.foresnap.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopRankingTest {

    @Test
    void theBestAreListedInOrderWithTiesByTableThenPartition() {
        TopRanking ranking = new TopRanking(4);
        for (Prediction each :
                List.of(
                        p("b", 1, .5),
                        p("a", 0, .1),
                        p("a", 2, .5),
                        p("b", 0, .5),
                        p("c", 0, .9))) {
            ranking.offer(each);
        }

        assertThat(ranking.tasks())
                .extracting(task -> task.rank() + " " + task.table() + task.partition())
                .containsExactly("0 c0", "1 a2", "2 b0", "3 b1");
    }

    @Test
    void theListIsThatOfAFullSortWhateverTheOrderOfOffers() {
        Random random = new Random(5);
        List<Prediction> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(p("t" + i, 0, random.nextInt(20) / 20.0));
        }
        List<String> expected =
                all.stream()
                        .sorted(Prediction.BEST_FIRST)
                        .limit(37)
                        .map(Prediction::table)
                        .toList();

        for (int round = 0; round < 5; round++) {
            Collections.shuffle(all, random);
            TopRanking ranking = new TopRanking(37);
            all.forEach(ranking::offer);
            assertThat(ranking.tasks()).extracting(PrefetchTask::table).isEqualTo(expected);
        }
    }

    @Test
    void aListOfNoCapacityStaysEmpty() {
        TopRanking ranking = new TopRanking(0);

        assertThat(ranking.offer(p("a", 0, 1))).isFalse();
        assertThat(ranking.tasks()).isEmpty();
    }

    private static Prediction p(String table, int partition, double probability) {
        return Prediction.ofProbability(table, partition, 0, 100, probability);
    }
}
