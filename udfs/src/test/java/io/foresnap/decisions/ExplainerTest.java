package io.foresnap.decisions;

import static io.foresnap.decisions.TestingDecisions.listed;
import static io.foresnap.decisions.TestingDecisions.ordered;
import static io.foresnap.decisions.TestingDecisions.predicted;
import static io.foresnap.decisions.TestingDecisions.report;
import static io.foresnap.decisions.TestingDecisions.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from real files. */
@SuppressWarnings("NullAway.Init")
class ExplainerTest {

    private static final int CAPACITY = 3;

    @TempDir Path folder;
    private Storage storage;

    @BeforeEach
    void open() throws IOException {
        storage = Storage.open(folder.resolve("decisions").toString());
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    private void record(DecisionEvent... events) {
        try (DecisionWriter writer =
                new DecisionWriter(
                        storage, new DecisionWriter.Limits(1 << 20, Long.MAX_VALUE / 2, 1 << 30))) {
            DecisionLog log = new DecisionLog(CAPACITY, .02, writer::write);
            for (DecisionEvent event : events) {
                log.add(event);
            }
            log.finish();
        }
    }

    private String explain(String table, long atMs) throws IOException {
        return String.join(
                "\n",
                new Explainer(DecisionRecord.of(storage))
                        .explain(table, Optional.of(0), atMs)
                        .get(0)
                        .lines());
    }

    private void ticks() {
        record(
                predicted("used", 1000, .9),
                predicted("expired", 1000, .8),
                predicted("held", 1000, .7),
                predicted("crowded", 1000, .6),
                predicted("unlikely", 1000, .01),
                listed("used", 1000, .9, 0, 0, "PASSED"),
                listed("expired", 1000, .8, 1, 0, "PASSED"),
                listed("held", 1000, .7, 2, 0, "HELD_OUT"),
                report("used", 1000, 0, "FETCHED", 3),
                report("used", 1000, 1, "FETCHED", 1),
                report("expired", 1000, 0, "FETCHED", 2),
                ordered("pinned", 1010),
                report("pinned", 1010, 0, "FAILED", 0),
                served("used", 1050, 4, 4),
                served("used", 1060, 4, 4),
                served("crowded", 1070, 1, 3),
                predicted("used", 1100, .9),
                listed("used", 1100, .9, 0, 0, "PASSED"),
                report("used", 1100, 0, "SUPERSEDED", 0));
    }

    @Test
    void whatWasFetchedAndUsed() throws IOException {
        ticks();

        assertThat(explain("used", 1055))
                .contains("used/0 at 1970-01-01T00:00:01.055Z")
                .contains("predicted  probability 0.900, place 1 of 5 predictions")
                .contains("listed     rank 1 of 3; the lowest has probability 0.700")
                .contains("guard      passed")
                .contains("prefetch   fetched 4 files, 4,000 bytes")
                .contains(
                        "came true  yes: a request of 1970-01-01T00:00:01.050Z found 4 of 4 files")
                .contains("and 1 more came");
    }

    @Test
    void whatWasFetchedInVain() throws IOException {
        ticks();

        assertThat(explain("expired", 1000))
                .contains("fetched 2 files")
                .contains("no request came before the window's end; what was fetched expired");
    }

    @Test
    void whatTheGuardHeldBack() throws IOException {
        ticks();

        assertThat(explain("held", 1000))
                .contains("rank 3 of 3")
                .contains("the partition is held out (prefetch.holdout)")
                .doesNotContain("prefetch   ");
    }

    @Test
    void whatTheListHadNoPlaceFor() throws IOException {
        ticks();

        assertThat(explain("crowded", 1000))
                .contains("probability 0.600, place 4 of 5")
                .contains("no: the list is full with 3 entries")
                .contains("the lowest with probability 0.700 and value 0.700")
                .contains("this one has value 0.600")
                .contains("found 1 of 3 files in the cache");
    }

    @Test
    void whatDidNotFitIntoAListWithPlacesLeft() throws IOException {
        record(
                predicted("small", 1000, .9),
                predicted("large", 1000, .8),
                listed("small", 1000, .9, 0, 0, "PASSED"));

        assertThat(explain("large", 1000))
                .contains("no: with its 1 entries the list had no room for its files");
    }

    @Test
    void whatIsNotOnRecordAmongSoMany() throws IOException {
        DecisionEvent[] many = new DecisionEvent[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = predicted("t" + i, 1000, .5 + i / 1000.0);
        }
        record(many);

        assertThat(explain("t150", 1000)).contains("place 50 of 200 predictions");
        // Another table's place is known, this one's was not worth recording.
        assertThatThrownBy(() -> explain("t7", 1000))
                .hasMessageContaining("table t7 is not on record");
        record(predicted("t7", 1050, .9));
        assertThat(explain("t7", 1040))
                .contains("not among the best 100 of 200 predictions, which are on record")
                .contains("listed     no: others are worth more");
    }

    @Test
    void whatWasTooUnlikely() throws IOException {
        ticks();

        assertThat(explain("unlikely", 1000))
                .contains("no: less probable than prefetch.min-probability, 0.0200")
                .doesNotContain("guard");
    }

    @Test
    void whatAnOperatorOrdered() throws IOException {
        ticks();

        assertThat(explain("pinned", 1020))
                .contains("no: nobody had asked for it yet (all 5 predictions are on record)")
                .contains("listed     no: it was not predicted")
                .contains("urgent     ordered by an operator (pin or warm-up)")
                .contains("failed: no route to storage");
    }

    @Test
    void theNewestListOfThatTimeCounts() throws IOException {
        ticks();

        assertThat(explain("used", 1199))
                .contains("list of 1970-01-01T00:00:01.100Z")
                .contains("a newer list took its place while it waited")
                .contains("not yet: no request until 1970-01-01T00:00:01.100Z");
    }

    @Test
    void aTimeOutsideOfTheRecordIsAnsweredWithItsRange() {
        ticks();

        for (long at : new long[] {999, 1200}) {
            assertThatThrownBy(() -> explain("used", at))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no list was in force")
                    .hasMessageContaining("from 1970-01-01T00:00:01Z to 1970-01-01T00:00:01.100Z");
        }
    }

    @Test
    void anUnknownTableIsAnsweredWithTheKnownOnes() {
        ticks();

        assertThatThrownBy(() -> explain("nothing", 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table nothing is not on record; there are crowded, expired");
    }

    @Test
    void aKnownTableThatNobodyThoughtOfThen() throws IOException {
        ticks();

        assertThat(explain("expired", 1150)).contains("nobody had asked for it yet");
        assertThat(
                        new Explainer(DecisionRecord.of(storage))
                                .explain("expired", Optional.empty(), 1150))
                .hasSize(1);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        ticks();
        try (var files = Files.list(folder.resolve("decisions"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "no record");
            }
        }

        assertThatThrownBy(() -> explain("used", 1000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a record of decisions")
                .hasMessageContaining(".jsonl.gz");
    }
}
