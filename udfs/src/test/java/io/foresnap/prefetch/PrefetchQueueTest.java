package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrefetchQueueTest {

    private final PrefetchQueue queue = new PrefetchQueue(3);
    private final List<String> dropped = new ArrayList<>();

    private static PrefetchTask task(String table, double probability, long tickMs, int round) {
        return PrefetchTask.listed(
                        Prediction.ofProbability(table, 0, tickMs, tickMs + 100, probability), 0)
                .inRound(round);
    }

    private void offer(PrefetchTask task) {
        queue.offer(
                task,
                0,
                outputs ->
                        outputs.forEach(
                                output -> {
                                    PrefetchReport report = output.report();
                                    if (report != null) {
                                        dropped.add(report.table() + " " + report.outcome());
                                    }
                                }));
    }

    private List<String> takeAll() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (queue.length() > 0) {
            taken.add(queue.take().task().table());
        }
        return taken;
    }

    @Test
    void theMostLikelyComesFirst() throws Exception {
        offer(task("b", .5, 100, 0));
        offer(task("c", .1, 100, 0));
        offer(task("a", .9, 100, 0));

        assertThat(takeAll()).containsExactly("a", "b", "c");
        assertThat(dropped).isEmpty();
    }

    @Test
    void equallyLikelyOnesAreAllKept() throws Exception {
        offer(task("b", .5, 100, 0));
        offer(task("a", .5, 100, 0));
        offer(task("a", .5, 100, 0));

        assertThat(takeAll()).containsExactly("a", "a", "b");
    }

    @Test
    void whenFullTheLeastLikelyGivesWay() throws Exception {
        offer(task("b", .5, 100, 0));
        offer(task("c", .1, 100, 0));
        offer(task("a", .9, 100, 0));
        offer(task("d", .3, 100, 0));
        offer(task("e", .2, 100, 0));

        assertThat(dropped).containsExactly("c " + Outcome.QUEUE_FULL, "e " + Outcome.QUEUE_FULL);
        assertThat(takeAll()).containsExactly("a", "b", "d");
    }

    @Test
    void aNewerTickReplacesWhatWaits() throws Exception {
        offer(task("a", .9, 100, 4));
        offer(task("b", .5, 100, 4));

        offer(task("c", .1, 200, 0));

        assertThat(dropped).containsExactly("a " + Outcome.SUPERSEDED, "b " + Outcome.SUPERSEDED);
        assertThat(takeAll()).containsExactly("c");
    }

    @Test
    void aNewerRoundOfTheSameTickReplacesWhatWaits() throws Exception {
        offer(task("a", .9, 100, 0));

        offer(task("a", .9, 100, 1));

        assertThat(dropped).containsExactly("a " + Outcome.SUPERSEDED);
        assertThat(takeAll()).containsExactly("a");
    }

    @Test
    void whatComesLateFromAnOlderListIsSuperseded() throws Exception {
        offer(task("a", .1, 200, 1));

        offer(task("b", .9, 200, 0));
        offer(task("c", .9, 100, 7));

        assertThat(dropped).containsExactly("b " + Outcome.SUPERSEDED, "c " + Outcome.SUPERSEDED);
        assertThat(takeAll()).containsExactly("a");
    }

    @Test
    void aWorkerThatWaitsGetsTheNextTask() throws Exception {
        CompletableFuture<String> waiting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return queue.take().task().table();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        offer(task("a", .9, 100, 0));

        assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo("a");
    }

    private static PrefetchTask urgent(String table, double probability, long atMs) {
        return new PrefetchTask(
                table, 0, probability, 0, atMs, 0, atMs + 100, probability, 0, 0, true);
    }

    @Test
    void whatIsUrgentGoesAheadOfEveryList() throws Exception {
        offer(task("a", .9, 100, 0));
        offer(urgent("b", .1, 101));
        offer(urgent("c", .2, 50));

        assertThat(takeAll()).containsExactly("c", "b", "a");
    }

    @Test
    void noListReplacesWhatIsUrgentNorTheOtherWayRound() throws Exception {
        offer(task("a", .9, 100, 0));
        offer(urgent("b", .1, 150));

        offer(task("c", .1, 200, 0));
        offer(urgent("d", .1, 300));

        assertThat(dropped).containsExactly("a " + Outcome.SUPERSEDED);
        assertThat(takeAll()).containsExactly("b", "d", "c");
    }

    @Test
    void whatIsExpectedOnceMoreWaitsOnceForTheLongestOfItsWindows() throws Exception {
        offer(urgent("c", .5, 100).until(400));
        offer(urgent("b", .4, 100));
        offer(urgent("c", .7, 101));
        offer(urgent("c", .9, 102));

        assertThat(dropped).containsExactly("c " + Outcome.REPEATED, "c " + Outcome.REPEATED);
        assertThat(queue.length()).isEqualTo(2);
        assertThat(queue.take().task()).isEqualTo(urgent("c", .9, 102).until(400));
    }

    @Test
    void whatAnOperatorOrderedAndOtherTargetsAreNoRepetition() throws Exception {
        offer(PrefetchTask.ordered("a", 0, 100, 200));
        offer(urgent("a", .9, 100));
        offer(new PrefetchTask("a", 0, .8, 0, 100, 0, 200, .8, 0, 77, true));

        assertThat(dropped).isEmpty();
        assertThat(takeAll()).containsExactly("a", "a", "a");
    }

    @Test
    void whatWaitsCanBeDroppedAndMoreMayCome() throws Exception {
        offer(task("a", .9, 100, 0));

        queue.dropWaiting();
        offer(task("b", .9, 100, 0));

        assertThat(dropped).containsExactly("a " + Outcome.SUPERSEDED);
        assertThat(takeAll()).containsExactly("b");
    }

    @Test
    void onceClosedItTakesNothing() {
        offer(task("a", .9, 100, 0));

        queue.close();
        offer(task("b", .9, 100, 0));

        assertThat(queue.length()).isZero();
        assertThat(dropped).containsExactly("a " + Outcome.SUPERSEDED, "b " + Outcome.SUPERSEDED);
    }

    @Test
    void aNegativeCapacityIsNamed() {
        assertThatThrownBy(() -> new PrefetchQueue(-1))
                .hasMessage("prefetch.queue-capacity must not be negative, but is -1");
    }
}
