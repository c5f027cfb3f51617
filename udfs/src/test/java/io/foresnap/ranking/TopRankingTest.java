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

    @Test
    void whatDoesNotFitIntoTheBudgetIsLeftOutAndSmallerOnesMayFit() {
        TopRanking ranking = new TopRanking(4);
        ranking.offer(sized("best", .9, 60));
        ranking.offer(sized("large", .8, 50));
        ranking.offer(sized("small", .7, 40));
        ranking.offer(sized("none", .6, 1));
        ranking.offer(sized("fifth", .5, 1));

        assertThat(ranking.tasks(100))
                .extracting(task -> task.rank() + " " + task.table())
                .containsExactly("0 best", "1 small");
        assertThat(ranking.size()).isEqualTo(4);
        assertThat(ranking.crowdedOut()).isEqualTo(1);
    }

    @Test
    void valueCountsBeforeProbability() {
        TopRanking ranking = new TopRanking(2);
        ranking.offer(new Prediction("likely", 0, 0, 100, .9, 1, 0, 7));
        ranking.offer(new Prediction("worthy", 0, 0, 100, .2, 2, 0, 7));
        ranking.offer(new Prediction("neither", 0, 0, 100, .8, 1, 0, 7));

        assertThat(ranking.tasks())
                .extracting(PrefetchTask::table)
                .containsExactly("worthy", "likely");
    }

    private static Prediction sized(String table, double value, long bytes) {
        return new Prediction(table, 0, 0, 100, .5, value, bytes, 7);
    }

    private static Prediction p(String table, int partition, double probability) {
        return Prediction.ofProbability(table, partition, 0, 100, probability);
    }
}
