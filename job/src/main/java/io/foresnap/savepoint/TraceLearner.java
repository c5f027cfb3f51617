package io.foresnap.savepoint;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.features.Playback;
import io.foresnap.features.SuccessionFunction;
import io.foresnap.history.Access;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.TargetHabits;
import io.foresnap.history.WallClock;
import io.foresnap.job.LearningSettings;
import io.foresnap.model.ModelUpdate;
import io.foresnap.model.Training;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the job's own classes hear recorded requests, in virtual time and one thread. Lines of a
 * trace that follow each other and differ in nothing but the partition are one request.
 */
final class TraceLearner {

    private final LearningSettings settings;
    private final WallClock clock;
    private final Playback playback;
    private final Training training;
    private final Map<String, TargetHabits> targets = new HashMap<>();
    private final Map<Integer, String> keys = new HashMap<>();
    private @Nullable ModelUpdate published;
    private long heard;

    TraceLearner(LearningSettings settings) {
        this.settings = settings;
        this.clock = new WallClock(settings.zone());
        this.playback =
                new Playback(
                        settings.window().toMillis(),
                        settings.lead().toMillis(),
                        settings.examplesPerTick(),
                        settings.zone());
        this.training = new Training(settings.model(), settings.trainingInterval().toMillis());
    }

    /**
     * Hears a whole trace. The last tick is the first after the last request.
     *
     * @param done hears after each tick how many were played
     */
    LearnedState learn(Trace trace, TickGrid grid, IntConsumer done) {
        List<Trace.Request> requests = trace.requests();
        int next = 0;
        for (int tick = 0; tick <= grid.ticks(); tick++) {
            long tickMs = grid.timeMs(tick);
            while (next < requests.size() && requests.get(next).timeMs() < tickMs) {
                Recorded recorded = Recorded.at(trace, next);
                hear(recorded.request());
                next += recorded.lines();
            }
            Playback.Known known = playback.tick(tickMs);
            if (!known.closed().isEmpty()) {
                ModelUpdate update = training.learn(tickMs, known.closed());
                published = update == null ? published : update;
            }
            done.accept(tick);
        }
        return state();
    }

    private void hear(BackupRequest asked) {
        heard++;
        Access access = Access.of(asked);
        playback.hear(asked.table(), asked.partitions(), access);
        // The job hears resolved target times: the newest one is about the request's own.
        targets.computeIfAbsent(asked.table(), t -> new TargetHabits())
                .hear(
                        access,
                        asked.wantsLatest() ? asked.requestedAtMs() : asked.targetTimeMs(),
                        asked.wantsLatest(),
                        clock);
        if (access.requester() != 0) {
            AcceptedRequest accepted = new AcceptedRequest(asked, RequestNeeds.unknown(asked));
            keys.putIfAbsent(access.requester(), SuccessionFunction.key(accepted));
        }
    }

    private LearnedState state() {
        SortedMap<String, LearnedState.Table> tables = new TreeMap<>();
        playback.histories()
                .forEach(
                        (table, partitions) ->
                                tables.put(
                                        table,
                                        new LearnedState.Table(
                                                partitions,
                                                playback.signs(table),
                                                targets.getOrDefault(table, new TargetHabits()))));
        SortedMap<String, RequesterHabits> habits = new TreeMap<>();
        playback.requesterHabits()
                .forEach((requester, own) -> habits.put(keys.getOrDefault(requester, ""), own));
        return new LearnedState(
                heard, tables, habits, playback.requesterTimes(), training.snapshot(), published);
    }
}
