package io.foresnap.job;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.features.TrainingExample;
import io.foresnap.history.Access;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import io.foresnap.replay.generator.GeneratedTrace;
import io.foresnap.replay.generator.GeneratorSettings;
import io.foresnap.replay.generator.HabitKind;
import io.foresnap.replay.generator.TraceGenerator;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Real examples, tick by tick, from a small made-up trace: always the same. */
final class RecordedExamples {

    static final long WINDOW_MS = Duration.ofMinutes(15).toMillis();

    private RecordedExamples() {}

    /** For each tick the examples that had closed by it. */
    static List<List<TrainingExample>> ticks() {
        GeneratedTrace made =
                TraceGenerator.generate(
                        new GeneratorSettings(
                                1,
                                1_773_792_000_000L,
                                Duration.ofDays(4),
                                WINDOW_MS,
                                ZoneId.of("UTC"),
                                Map.of(HabitKind.CRON, 8, HabitKind.SCRIPT, 5)));
        Trace trace = made.trace();
        TickGrid grid = made.grid();
        Playback playback = new Playback(WINDOW_MS);
        List<List<TrainingExample>> ticks = new ArrayList<>();
        int next = 0;
        for (int tick = 0; tick < grid.ticks(); tick++) {
            long tickMs = grid.timeMs(tick);
            for (; next < trace.requests().size(); next++) {
                Request request = trace.requests().get(next);
                if (request.timeMs() >= tickMs) {
                    break;
                }
                Entity entity = trace.entities().get(request.entity());
                int who = request.requester().hashCode();
                playback.hear(
                        entity.table(), entity.number(), new Access(request.timeMs(), 0, who));
            }
            List<TrainingExample> closed = playback.tick(tickMs).closed();
            if (!closed.isEmpty()) {
                ticks.add(List.copyOf(closed));
            }
        }
        return ticks;
    }

    /** What closed a tick's examples: the tick after theirs, epoch milliseconds. */
    static long closedMs(List<TrainingExample> oneTick) {
        PartitionFeatures features = oneTick.get(0).features();
        return features.tickMs() + features.windowMs();
    }
}
