package io.foresnap.replay.report;

import io.foresnap.replay.EntityKind;
import io.foresnap.replay.EntityKinds;
import io.foresnap.replay.Outcomes;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.TraceLoader;
import io.foresnap.replay.predict.Baselines;
import io.foresnap.replay.predict.ForeignPredictions;
import io.foresnap.replay.predict.HistorySize;
import io.foresnap.replay.predict.Predicted;
import io.foresnap.replay.predict.Predictions;
import io.foresnap.replay.predict.PredictionsFile;
import io.foresnap.replay.simulation.SimulationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One replay of a trace: first what is predicted, then how good that was. */
public final class Replay {

    private static final long MOST_CELLS = 1L << 30;
    private static final long CELL_BYTES = Float.BYTES;
    private static final int BASELINES_AT_ONCE = 3;

    private final ReplaySettings settings;
    private final Trace trace;
    private final TickGrid grid;
    private final Outcomes outcomes;
    private final EntityKind[] kinds;
    private final PolicyPlay play;

    private Replay(ReplaySettings settings, Trace trace, TickGrid grid) {
        this.settings = settings;
        this.trace = trace;
        this.grid = grid;
        this.outcomes = new Outcomes(trace, grid);
        this.kinds = EntityKinds.of(trace, grid);
        this.play = new PolicyPlay(settings, trace, grid);
    }

    /**
     * Reads the trace.
     *
     * @throws IOException when it cannot be read, or is too short or too long for the interval
     * @throws IllegalArgumentException when settings of the simulation contradict each other
     */
    public static Replay of(ReplaySettings settings) throws IOException {
        Trace trace = TraceLoader.load(settings.trace());
        long windowMs = settings.interval().toMillis();
        long ticks = (trace.lastMs() - trace.firstMs()) / windowMs + 2;
        long cells =
                Math.multiplyHigh(ticks, trace.entities().size()) == 0
                        ? ticks * trace.entities().size()
                        : Long.MAX_VALUE;
        int kept = settings.models().size() + settings.compared().size() + BASELINES_AT_ONCE;
        if (cells
                > Math.min(MOST_CELLS, Runtime.getRuntime().maxMemory() / CELL_BYTES / kept / 2)) {
            throw new IOException(
                    "%s: %d ticks of %d partitions do not fit into memory; give a longer"
                                    .formatted(settings.trace(), ticks, trace.entities().size())
                            + " --prediction-interval");
        }
        Replay replay = new Replay(settings, trace, trace.grid(windowMs));
        if (replay.outcomes.scored() == 0) {
            throw new IOException(
                    settings.trace()
                            + ": nothing to score: no partition is known at any tick of the second"
                            + " half; give a longer trace or a shorter --prediction-interval");
        }
        return replay;
    }

    /** How many prediction ticks the trace has. */
    public int ticks() {
        return grid.ticks();
    }

    /** Lets the models predict. */
    public Predictions predict(IntConsumer done) throws InterruptedException {
        return Predictions.of(trace, grid, settings.models(), settings.trainingInterval(), done);
    }

    /** Writes the scored predictions of the chosen model. */
    public void write(Predictions predictions, Path file) throws IOException {
        PredictionsFile.write(file, trace, outcomes, predictions.models().get(0).probabilities());
    }

    /** How many runs {@link #simulate} makes. */
    public int runs() {
        return play.runs();
    }

    /**
     * Plays all policies.
     *
     * @param done told after each run
     */
    public List<PolicyFigures> simulate(Predictions predictions, Runnable done)
            throws InterruptedException {
        return play.policies(predictions.models().get(0).probabilities(), kinds, done);
    }

    /**
     * Finds settings that suit the requests; null where none are asked for.
     *
     * @param done told after each of at most {@link Recommended#MOST_TRIALS} trials
     */
    public @Nullable Recommended recommend(
            Predictions predictions, List<PolicyFigures> policies, Runnable done)
            throws InterruptedException {
        return play.recommended(predictions.models(), policies, done);
    }

    /** Judges the predictions, and says what they and the policies come to. */
    public ReplayReport judge(
            Predictions predictions,
            List<PolicyFigures> policies,
            @Nullable Recommended recommended)
            throws IOException {
        Baselines baselines = Baselines.of(outcomes, trace.entities().size());
        Predicted chosen = predictions.models().get(0);
        Judge judge = new Judge(outcomes, kinds, baselines.rate(), chosen, settings.seed());
        List<ModelFigures> models =
                predictions.models().stream()
                        .map(
                                model ->
                                        model == chosen
                                                ? judge.figuresOfChosen(model)
                                                : judge.figures(model, ""))
                        .toList();
        List<ModelFigures> compared = new ArrayList<>();
        for (var entry : settings.compared().entrySet()) {
            Predicted foreign =
                    ForeignPredictions.read(entry.getKey(), entry.getValue(), trace, outcomes);
            compared.add(judge.figures(foreign, "from " + entry.getValue().getFileName()));
        }
        return new ReplayReport(
                facts(),
                models,
                predictions.variants().stream()
                        .map(variant -> judge.figures(variant, "for comparison"))
                        .toList(),
                List.of(
                        judge.figures(
                                baselines.rate(),
                                "best half-life in windows, chosen afterwards by log loss: "
                                        + baselines.tried()),
                        judge.figures(baselines.share(), "")),
                compared,
                policies,
                recommended,
                new Findings(policies).sentences(recommended),
                new ReplayReport.Cost(
                        predictions.featureMicrosEach(), HistorySize.meanBytes(trace, grid)),
                settings());
    }

    private Map<String, String> settings() {
        SimulationSettings s = play.simulation();
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("model", settings.models().get(0).name());
        shown.put("training interval", settings.trainingInterval().toString());
        shown.put("snapshot", s.snapshotBytes() + " bytes every " + s.snapshotIntervalMs() + " ms");
        shown.put("segment", s.segmentBytes() + " bytes every " + s.segmentIntervalMs() + " ms");
        shown.put("trace resolution", s.resolutionMs() + " ms");
        shown.put("fetch", s.fetchDelayMs() + " ms and " + s.fetchBytesPerSecond() + " bytes/s");
        shown.put("apply", s.applyBytesPerSecond() + " bytes/s");
        shown.put("prefetch workers", String.valueOf(s.workers()));
        shown.put("streams a request", String.valueOf(s.requestStreams()));
        shown.put("queue capacity", String.valueOf(s.queueCapacity()));
        shown.put("seed", String.valueOf(settings.seed()));
        return shown;
    }

    private ReplayReport.TraceFacts facts() {
        long events = 0;
        for (int tick = grid.firstScored(); tick < grid.ticks(); tick++) {
            for (int entity = 0; entity < outcomes.known(tick); entity++) {
                events += outcomes.requested(tick, entity) ? 1 : 0;
            }
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (EntityKind kind : kinds) {
            counts.merge(kind.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        }
        return new ReplayReport.TraceFacts(
                String.valueOf(settings.trace().getFileName()),
                trace.requests().size(),
                trace.entities().size(),
                trace.requests().stream()
                        .map(Trace.Request::requester)
                        .filter(requester -> !requester.isEmpty())
                        .distinct()
                        .count(),
                trace.firstMs(),
                trace.lastMs(),
                grid.windowMs(),
                grid.ticks(),
                grid.ticks() - grid.firstScored(),
                outcomes.scored(),
                events,
                counts);
    }
}
