package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.features.Feature;
import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Prequential;
import io.foresnap.features.TrainingExample;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Predict, then learn, on recorded traces: is anything gained over counting? The longer trace is
 * cut short to keep the test quick.
 */
class PrequentialTest {

    private static final Path TRACES =
            Path.of(System.getProperty("foresnap.traces", "../../shared/data/traces"));

    @ParameterizedTest
    @CsvSource({
        "azure2019_invitro/trace_1day.csv.gz, PT5M, P1D",
        "wiki_edits/trace.csv.gz, PT1H, P9D"
    })
    void modelsBeatTheWeightedRateOnTheSecondHalf(String file, Duration window, Duration span)
            throws IOException {
        Path trace = TRACES.resolve(file);
        Assumptions.assumeTrue(
                Files.exists(trace), "no trace at " + trace + ": set -Dforesnap.traces");
        List<Prequential.Line> lines = Prequential.read(trace, span.toMillis());
        long middle = (lines.get(0).timeMs() + lines.get(lines.size() - 1).timeMs()) / 2;
        Map<ModelType, OnlineModel> models = new LinkedHashMap<>();
        for (ModelType type : List.of(ModelType.LOGISTIC, ModelType.AUTO)) {
            models.put(type, Models.create(type));
        }
        Map<String, Score> scores = new LinkedHashMap<>();

        Prequential.play(
                lines,
                window.toMillis(),
                (tick, closed, made) -> {
                    if (closed.isEmpty()) {
                        return;
                    }
                    if (closed.get(0).features().tickMs() >= middle) {
                        models.forEach(
                                (type, model) ->
                                        score(scores, type.name(), closed, model::probability));
                        for (Feature share :
                                List.of(
                                        Feature.SHARE_8,
                                        Feature.SHARE_32,
                                        Feature.SHARE_128,
                                        Feature.SHARE_512,
                                        Feature.HAZARD)) {
                            score(scores, share.name(), closed, f -> Odds.sigmoid(f.value(share)));
                        }
                    }
                    models.values().forEach(model -> model.learn(closed));
                });

        scores.forEach((name, score) -> System.out.println(file + " " + name + " " + score));
        double baseline = Double.POSITIVE_INFINITY;
        for (String rate : List.of("SHARE_8", "SHARE_32", "SHARE_128", "SHARE_512")) {
            baseline = Math.min(baseline, scores.getOrDefault(rate, new Score()).logLoss());
        }
        for (ModelType type : List.of(ModelType.LOGISTIC, ModelType.AUTO)) {
            Score score = scores.getOrDefault(type.name(), new Score());
            assertThat(score.logLoss()).as("log loss of %s", type).isLessThan(baseline);
            assertThat(score.calibrationError()).as("calibration of %s", type).isLessThan(0.1);
        }
    }

    private static void score(
            Map<String, Score> scores,
            String name,
            List<TrainingExample> closed,
            ToDoubleFunction<PartitionFeatures> model) {
        Score score = scores.computeIfAbsent(name, n -> new Score());
        for (TrainingExample example : closed) {
            score.add(model.applyAsDouble(example.features()), example.requested());
        }
    }

    /** Log loss, Brier score and calibration error over 15 bins, log-spaced. */
    private static final class Score {
        private final double[] predicted = new double[15];
        private final double[] observed = new double[15];
        private double logLoss;
        private double brier;
        private long count;

        void add(double p, boolean requested) {
            logLoss += Losses.log(p, requested);
            brier += Losses.brier(p, requested);
            count++;
            int bin = (int) Math.min(14, Math.max(0, 14 + 3 * Math.log10(Math.max(p, 1e-9))));
            predicted[bin] += p;
            observed[bin] += requested ? 1 : 0;
        }

        double logLoss() {
            return logLoss / count;
        }

        double calibrationError() {
            double error = 0;
            double events = 0;
            for (int i = 0; i < 15; i++) {
                error += Math.abs(predicted[i] - observed[i]);
                events += observed[i];
            }
            return error / events;
        }

        @Override
        public String toString() {
            return String.format(
                    "log loss %.5f, Brier %.5f, calibration error %.4f, %d predictions",
                    logLoss(), brier / count, calibrationError(), count);
        }
    }
}
