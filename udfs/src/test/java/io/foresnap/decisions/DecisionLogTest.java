package io.foresnap.decisions;

import static io.foresnap.decisions.TestingDecisions.listed;
import static io.foresnap.decisions.TestingDecisions.predicted;
import static io.foresnap.decisions.TestingDecisions.report;
import static io.foresnap.decisions.TestingDecisions.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.decisions.DecisionEvent.Kind;
import io.foresnap.decisions.DecisionEvent.TickFigures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

    private static final int CAPACITY = 2;

    private final List<DecisionEvent> written = new ArrayList<>();
    private final DecisionLog log = new DecisionLog(CAPACITY, .02, written::add);

    private List<DecisionEvent> written(Kind kind) {
        return written.stream().filter(event -> event.kind() == kind).toList();
    }

    @Test
    void aTickIsWrittenWithItsFiguresAndWithWhatWasNearItsList() {
        log.add(predicted("c", 100, .1));
        log.add(predicted("a", 100, .9));
        log.add(predicted("b", 100, .5));
        log.add(listed("a", 100, .9, 0, 0, "PASSED"));
        log.add(listed("b", 100, .5, 1, 0, "PASSED"));
        log.finish();

        assertThat(written(Kind.TICK))
                .containsExactly(
                        DecisionEvent.ofTick(
                                100, 200, new TickFigures(3, 3, 2, CAPACITY, .02, .5, .5)));
        assertThat(written(Kind.UNLISTED)).containsExactly(predicted("c", 100, .1).unlisted(2));
    }

    @Test
    void onlySoManyPredictionsAreOnRecord() {
        for (int i = 0; i < 1000; i++) {
            log.add(predicted("t" + i, 100, i / 1000.0));
        }
        log.finish();

        assertThat(written(Kind.UNLISTED))
                .hasSize(100)
                .allMatch(event -> event.probability() >= .9);
    }

    @Test
    void aCheckpointWritesTheFiguresSoFarOfWhatIsListed() {
        log.add(predicted("a", 100, .9));
        log.checkpoint();
        assertThat(written).isEmpty();

        log.add(listed("a", 100, .9, 0, 0, "PASSED"));
        log.checkpoint();

        assertThat(written(Kind.TICK))
                .containsExactly(
                        DecisionEvent.ofTick(
                                100, 200, new TickFigures(1, 0, 1, CAPACITY, .02, .9, .9)));
    }

    @Test
    void whatOnlyRefreshesWereHeardOfKeepsTheFiguresFromBeforeTheFailure() {
        log.add(listed("a", 100, .9, 0, 3, "PASSED"));
        log.finish();

        assertThat(written).extracting(DecisionEvent::kind).containsExactly(Kind.TASK);
    }

    @Test
    void aTickStaysOpenForWhatComesLate() {
        log.add(predicted("a", 100, .9));
        log.add(predicted("a", 200, .9));
        log.add(listed("a", 100, .9, 0, 0, "PASSED"));
        assertThat(written(Kind.TICK)).isEmpty();

        log.add(predicted("a", 300, .9));

        assertThat(written(Kind.TICK)).extracting(DecisionEvent::timeMs).containsExactly(100L);
        assertThat(written(Kind.UNLISTED)).isEmpty();
    }

    @Test
    void whatARefreshOnlyRepeatsIsLeftOut() {
        log.add(listed("a", 100, .9, 0, 0, "PASSED"));
        log.add(report("a", 100, 0, "CACHED", 0));
        log.add(listed("a", 100, .9, 0, 1, "PASSED"));
        log.add(report("a", 100, 1, "CACHED", 0));
        log.add(listed("a", 100, .9, 0, 2, "PAUSED"));
        log.add(report("a", 100, 3, "FETCHED", 1));

        assertThat(written(Kind.TASK)).extracting(DecisionEvent::round).containsExactly(0, 2);
        assertThat(written(Kind.REPORT)).extracting(DecisionEvent::round).containsExactly(0, 3);
    }

    @Test
    void aRequestThatSaysItWasMadeLongAgoIsNoNews() {
        log.add(served("a", 150, 1, 1));
        log.add(predicted("a", 100, .9));
        log.add(served("a", 99, 1, 1));
        log.add(served("a", 150, 1, 1));

        assertThat(written(Kind.SERVED)).containsExactly(served("a", 150, 1, 1));
    }
}
