package io.foresnap.replay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds between policies, on made-up and on recorded traces. */
class PoliciesTest {

    private static final Path TRACES =
            Path.of(System.getProperty("foresnap.traces", "../../shared/data/traces"));
    private static final long WINDOW = 300_000;

    private static List<PolicyResult> run(Trace trace, long windowMs, double... shares) {
        TickGrid grid = trace.grid(windowMs);
        Probabilities probabilities = TestingTraces.predicted(trace, grid, ModelType.LOGISTIC);
        int[] kinds = new int[trace.entities().size()];
        for (int e = 0; e < kinds.length; e++) {
            kinds[e] = e % 2;
        }
        SimulationSettings settings = SimulationSettings.defaults(trace, grid);
        return Simulation.run(trace, grid, probabilities, settings, kinds, shares);
    }

    private static Function<String, PolicyResult> byName(List<PolicyResult> results) {
        return name ->
                results.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytesAreConservedAndKnowingMoreServesMore(long seed) {
        List<PolicyResult> results =
                run(TestingTraces.madeUp(60, 12 * 3_600_000L, seed), WINDOW, 0.1, 0.3);

        for (PolicyResult result : results) {
            assertThat(result.servedWholly()).as(result.name()).isBetween(0.0, 1.0);
            assertThat(result.byteHitRatio()).as(result.name()).isBetween(0.0, 1.0);
            assertThat(result.prefetchedUsedShare()).as(result.name()).isBetween(0.0, 1.0);
            assertThat(result.sourceBytesPerRequestedByte() - (1 - result.byteHitRatio()))
                    .as("what prefetching reads, %s", result.name())
                    .isGreaterThan(result.prefetchedBytes() > 0 ? 0 : -1e-9);
            assertThat(result.kinds().stream().mapToLong(PolicyResult.OfKind::requests).sum())
                    .isEqualTo(result.requests());
        }
        for (double share : new double[] {0.1, 0.3}) {
            Function<String, PolicyResult> of =
                    byName(results.stream().filter(r -> r.capacityShare() == share).toList());
            double lru = of.apply("lru").servedWholly();
            assertThat(of.apply("none").servedWholly()).isZero();
            assertThat(of.apply("label-oracle").servedWholly()).isGreaterThan(lru);
            assertThat(of.apply("clairvoyant").servedWholly())
                    .isGreaterThan(of.apply("label-oracle").servedWholly() - 0.02);
            assertThat(of.apply("foresnap").servedWholly()).isGreaterThan(lru);
            assertThat(1 - of.apply("random").byteHitRatio())
                    .as("byte misses with random predictions")
                    .isLessThan(1.01 * (1 - of.apply("lru").byteHitRatio()));
        }
    }

    @Test
    void equalInputGivesEqualFigures() {
        Trace trace = TestingTraces.madeUp(40, 6 * 3_600_000L, 7);

        assertThat(run(trace, WINDOW, 0.02, 0.1)).isEqualTo(run(trace, WINDOW, 0.02, 0.1));
    }

    @ParameterizedTest
    @CsvSource({
        "azure2019_invitro/trace_1day.csv.gz, 300000, 0.345, 0.80",
        "wiki_edits/trace.csv.gz, 3600000, 0.785, 0.33"
    })
    void foresnapServesMoreThanTheBaselinesOnRecordedTraces(
            String file, long windowMs, double atLeast, double sourceAtMost) throws IOException {
        Path path = TRACES.resolve(file);
        Assumptions.assumeTrue(
                Files.exists(path), "no trace at " + path + ": set -Dforesnap.traces");

        Function<String, PolicyResult> of = byName(run(TestingTraces.read(path), windowMs, 0.1));

        PolicyResult foresnap = of.apply("foresnap");
        PolicyResult hybrid = of.apply("hybrid-histogram");
        assertThat(foresnap.servedWholly())
                .isGreaterThan(atLeast)
                .isGreaterThan(of.apply("lru").servedWholly())
                .isGreaterThan(hybrid.servedWholly());
        assertThat(foresnap.sourceBytesPerRequestedByte())
                .isLessThan(sourceAtMost)
                .isLessThan(hybrid.sourceBytesPerRequestedByte());
        assertThat(1 - of.apply("random").byteHitRatio())
                .isLessThan(1.01 * (1 - of.apply("lru").byteHitRatio()));
    }
}
