package io.foresnap.replay.generator;

import java.util.ArrayList;
import java.util.List;

/** Makes up what has no schedule: people at work, bursts, rare requests. */
final class Others {

    private static final double MINUTE = 60_000;
    private static final double HOUR = 60 * MINUTE;
    private static final double[] WORKING_HOURS = {
        0, 0, 0, 0, 0, 0, .05, .3, .7, 1, 1, .9, .5, .8, 1, 1, .8, .5, .2, .1, .05, .02, 0, 0
    };

    private final GeneratorSettings settings;
    private final Population population;
    private final Draws draws;

    Others(GeneratorSettings settings, Population population, Draws draws) {
        this.settings = settings;
        this.population = population;
        this.draws = draws;
    }

    /** Requests by a handful of people, by hour and weekday. */
    void office(int tables) {
        for (int i = 0; i < tables; i++) {
            double perMs = draws.logUniform(0.3, 6) / HOUR;
            RateProfile rate = RateProfile.workingDays(perMs, WORKING_HOURS, 0.05, settings.zone());
            List<String> people = new ArrayList<>();
            for (int person = 0; person < 3; person++) {
                people.add("analyst-" + draws.below(12));
            }
            poisson(HabitKind.OFFICE, rate, people);
        }
    }

    /** Requests at a constant low rate. */
    void rare(int tables) {
        for (int i = 0; i < tables; i++) {
            double perMs = 1 / draws.logUniform(24 * HOUR, 120 * HOUR);
            poisson(HabitKind.RARE, RateProfile.constant(perMs), List.of("auditor-" + i % 5));
        }
    }

    private void poisson(HabitKind kind, RateProfile rate, List<String> requesters) {
        WalkStarts starts = new RandomStarts(rate, Long.MIN_VALUE, Long.MAX_VALUE, draws.split());
        population.add(Walks.single(population.table(kind), starts, requesters, draws.split()));
    }

    /** Half of them requests that bring requests, half quiet times and bursts. */
    void bursts(int tables) {
        for (int i = 0; i < tables; i++) {
            int entity = population.table(HabitKind.BURST).get(0);
            String requester = "incident-" + i % 6;
            population.add(i % 2 == 0 ? hawkes(entity, requester) : modulated(entity, requester));
        }
    }

    private RequestSource hawkes(int entity, String requester) {
        double basePerMs = 1 / draws.logUniform(3 * HOUR, 18 * HOUR);
        double branching = draws.uniform(0.6, 0.9);
        double memoryMs = draws.logUniform(5 * MINUTE, 40 * MINUTE);
        return new HawkesProcess(entity, basePerMs, branching, memoryMs, requester, draws.split());
    }

    private RequestSource modulated(int entity, String requester) {
        double[] perMs = {
            1 / draws.logUniform(24 * HOUR, 96 * HOUR), 1 / draws.logUniform(MINUTE, 10 * MINUTE)
        };
        double[] stayMs = {
            draws.logUniform(4 * HOUR, 24 * HOUR), draws.logUniform(20 * MINUTE, 90 * MINUTE)
        };
        return new ModulatedProcess(entity, perMs, stayMs, requester, draws.split());
    }
}
