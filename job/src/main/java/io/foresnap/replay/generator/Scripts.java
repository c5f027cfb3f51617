package io.foresnap.replay.generator;

import io.foresnap.replay.generator.Walks.Step;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Makes up requesters that walk over tables; some take on further tables at the end. */
final class Scripts {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Integer[] PERIOD_HOURS = {2, 3, 4, 6, 8, 12};
    private static final int LEAST_TABLES = 4;
    private static final int MORE_TABLES = 5;

    private final GeneratorSettings settings;
    private final Population population;
    private final Draws draws;

    Scripts(GeneratorSettings settings, Population population, Draws draws) {
        this.settings = settings;
        this.population = population;
        this.draws = draws;
    }

    /** How a script starts between two times. */
    private interface StartsOf {
        WalkStarts between(long firstMs, long endMs);
    }

    /**
     * Scripts of four to eight tables.
     *
     * @param tables how many in all
     * @param taken how many more are taken on past the middle, two by a script
     */
    void add(int tables, int taken) {
        int number = 0;
        int leftTaken = taken;
        for (int left = tables; left > 0; ) {
            int some = Math.min(left, LEAST_TABLES + draws.below(MORE_TABLES));
            left -= some;
            int more = Math.min(leftTaken, 2);
            leftTaken -= more;
            number++;
            script("script-" + number, some, more, number);
        }
    }

    private void script(String name, int tables, int taken, int number) {
        double typicalMs = draws.logUniform(1.5 * MINUTE, 10 * MINUTE);
        double extraMs = typicalMs * draws.uniform(0.05, 0.4);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            steps.add(step(HabitKind.SCRIPT, i, typicalMs));
        }
        StartsOf starts = number % 2 == 0 ? atRandom() : scheduled(number);
        double goesOn = draws.uniform(0.95, 1);
        long changeMs = taken == 0 ? Long.MAX_VALUE : settings.at(draws.uniform(0.5, 0.7));
        WalkStarts before = starts.between(Long.MIN_VALUE, changeMs);
        population.add(new Walks(steps, extraMs, goesOn, before, List.of(name), draws.split()));
        if (taken > 0) {
            for (int i = 0; i < taken; i++) {
                steps.add(step(HabitKind.NEW, tables + i, typicalMs));
            }
            WalkStarts after = starts.between(changeMs, Long.MAX_VALUE);
            population.add(new Walks(steps, extraMs, goesOn, after, List.of(name), draws.split()));
        }
    }

    private Step step(HabitKind kind, int index, double typicalMs) {
        long delayMs = index == 0 ? 0 : (long) (typicalMs * draws.uniform(0.5, 1.5));
        return new Step(population.table(kind), delayMs);
    }

    private StartsOf atRandom() {
        double perMs = 1 / draws.logUniform(3.0 * HOUR, 10.0 * HOUR);
        RateProfile rate = RateProfile.constant(perMs);
        return (firstMs, endMs) -> new RandomStarts(rate, firstMs, endMs, draws.split());
    }

    // Every third of them by a clock on the wall.
    private StartsOf scheduled(int number) {
        Schedule schedule;
        if (number % 3 == 0) {
            LocalTime time = LocalTime.of(draws.below(24), 5 * draws.below(12));
            schedule = Schedule.daily(time, EnumSet.allOf(DayOfWeek.class), settings.zone());
        } else {
            long periodMs = draws.one(PERIOD_HOURS) * HOUR;
            schedule = Schedule.every(periodMs, draws.below(periodMs));
        }
        long jitterMs = (long) draws.logUniform(2_000, 20.0 * MINUTE);
        double missed = draws.uniform(0, 0.1);
        return (firstMs, endMs) ->
                new ScheduledStarts(
                        schedule.limited(firstMs, endMs), jitterMs, missed, draws.split());
    }
}
