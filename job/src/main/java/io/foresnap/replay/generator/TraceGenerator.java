package io.foresnap.replay.generator;

import io.foresnap.event.BackupRequest;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import io.foresnap.replay.generator.Population.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up a trace, window by window: first the true hazards, then what happens. */
public final class TraceGenerator {

    /** What a source asked for, before entities have their final numbers. */
    private record Asked(long timeMs, int member, String requester) {}

    private final GeneratorSettings settings;
    private final Population population;
    private final List<double[]> hazards = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    private TraceGenerator(GeneratorSettings settings, Population population) {
        this.settings = settings;
        this.population = population;
    }

    /** The trace of the settings; {@link IllegalStateException} when nothing is ever requested. */
    public static GeneratedTrace generate(GeneratorSettings settings) {
        Population population = new Population();
        // Each kind has a stream of its own, so that more of one changes nothing of the others.
        Draws draws = new Draws(new SplittableRandom(settings.seed()));
        Jobs jobs = new Jobs(settings, population, draws.split());
        jobs.steady(settings.tables(HabitKind.CRON));
        Jobs changing = new Jobs(settings, population, draws.split());
        changing.changing(settings.tables(HabitKind.DRIFT));
        int taken = settings.tables(HabitKind.NEW) / 2;
        new Scripts(settings, population, draws.split())
                .add(settings.tables(HabitKind.SCRIPT), taken);
        new Others(settings, population, draws.split()).office(settings.tables(HabitKind.OFFICE));
        new Others(settings, population, draws.split()).bursts(settings.tables(HabitKind.BURST));
        new Others(settings, population, draws.split()).rare(settings.tables(HabitKind.RARE));
        jobs.takeOn(settings.tables(HabitKind.NEW) - taken);
        return play(settings, population);
    }

    static GeneratedTrace play(GeneratorSettings settings, Population population) {
        TraceGenerator generator = new TraceGenerator(settings, population);
        long windowMs = settings.windowMs();
        for (long t = settings.startMs(); t < settings.endMs(); t += windowMs) {
            generator.window(t, t + windowMs);
        }
        return generator.numbered();
    }

    private void window(long fromMs, long untilMs) {
        double[] none = new double[population.members().size()];
        Arrays.fill(none, 1);
        for (RequestSource source : population.sources()) {
            source.multiplyNone(fromMs, untilMs, none);
        }
        hazards.add(none);
        for (RequestSource source : population.sources()) {
            source.play(
                    fromMs, untilMs, (at, member, who) -> asked.add(new Asked(at, member, who)));
        }
    }

    private GeneratedTrace numbered() {
        if (asked.isEmpty()) {
            throw new IllegalStateException("nothing is requested in the whole trace");
        }
        asked.sort(Comparator.comparingLong(Asked::timeMs).thenComparingInt(Asked::member));
        List<Member> members = population.members();
        int[] numbers = new int[members.size()];
        Arrays.fill(numbers, -1);
        List<Integer> seen = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (Asked each : asked) {
            int member = each.member();
            if (numbers[member] < 0) {
                numbers[member] = seen.size();
                seen.add(member);
            }
            requests.add(
                    new Request(
                            each.timeMs(),
                            numbers[member],
                            each.requester(),
                            BackupRequest.LATEST));
        }
        List<Entity> entities = seen.stream().map(m -> members.get(m).entity()).toList();
        Trace trace = new Trace(entities, requests);
        TickGrid grid = trace.grid(settings.windowMs());
        return new GeneratedTrace(
                trace,
                grid,
                known(trace, grid, seen),
                seen.stream().map(m -> members.get(m).kind()).toList(),
                seen.stream().map(m -> members.get(m).changeMs()).toList());
    }

    private Probabilities known(Trace trace, TickGrid grid, List<Integer> seen) {
        long[] firstMs = new long[seen.size()];
        Arrays.fill(firstMs, Long.MAX_VALUE);
        for (Request request : trace.requests()) {
            int entity = request.entity();
            firstMs[entity] = Math.min(firstMs[entity], request.timeMs());
        }
        int skipped = (int) ((grid.firstMs() - settings.startMs()) / settings.windowMs());
        Probabilities known = new Probabilities(grid.ticks(), seen.size());
        for (int tick = 0; tick < grid.ticks(); tick++) {
            double[] none = hazards.get(skipped + tick);
            for (int entity = 0; entity < firstMs.length; entity++) {
                if (firstMs[entity] < grid.timeMs(tick)) {
                    known.set(tick, entity, 1 - none[seen.get(entity)]);
                }
            }
        }
        return known;
    }
}
