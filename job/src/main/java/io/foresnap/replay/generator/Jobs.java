package io.foresnap.replay.generator;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes up scheduled jobs: steady ones, ones whose schedule changes, and tables they take on. */
final class Jobs {

    private static final long MINUTE = 60_000;
    private static final Integer[] MINUTES = {10, 15, 20, 30, 60, 60, 120, 180, 240, 360};
    private static final Integer[] CHANGING_MINUTES = {20, 30, 60, 60, 90, 120, 180};
    private static final double DAILY = 0.25;
    private static final double WORKING_DAYS_ONLY = 0.4;
    private static final int MOST_TABLES = 4;
    private static final int MOST_PARTITIONS = 3;

    /** One requester's jobs: what a table that it takes on gets, too. */
    private record Requester(String name, long periodMs, long jitterMs, double missed) {}

    private final GeneratorSettings settings;
    private final Population population;
    private final Draws draws;
    private final List<Requester> requesters = new ArrayList<>();

    Jobs(GeneratorSettings settings, Population population, Draws draws) {
        this.settings = settings;
        this.population = population;
        this.draws = draws;
    }

    /** Requesters with one to four tables each: all with one period, each at a time of its own. */
    void steady(int tables) {
        for (int left = tables; left > 0; ) {
            int some = Math.min(left, 1 + draws.below(MOST_TABLES));
            left -= some;
            String name = "scheduler-" + (requesters.size() + 1);
            if (draws.happens(DAILY)) {
                daily("daily-" + left, some);
                continue;
            }
            Requester requester = requester(name, MINUTES);
            requesters.add(requester);
            for (int i = 0; i < some; i++) {
                int partitions = 1 + draws.below(MOST_PARTITIONS);
                List<Integer> table =
                        population.table(HabitKind.CRON, partitions, GeneratedTrace.NEVER);
                add(requester, table, schedule(requester));
            }
        }
    }

    private void daily(String name, int tables) {
        boolean always = !draws.happens(WORKING_DAYS_ONLY);
        Set<DayOfWeek> days =
                always
                        ? EnumSet.allOf(DayOfWeek.class)
                        : EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        Requester requester = new Requester(name, 0, jitter(24 * 60 * MINUTE), missed());
        for (int i = 0; i < tables; i++) {
            LocalTime time = LocalTime.of(draws.below(24), 5 * draws.below(12));
            Schedule schedule = Schedule.daily(time, days, settings.zone());
            add(requester, population.table(HabitKind.CRON), schedule);
        }
    }

    /** Jobs that get another period, or another time within it, somewhere past the middle. */
    void changing(int tables) {
        for (int i = 0; i < tables; i++) {
            Requester requester = requester("changing-" + (i + 1), CHANGING_MINUTES);
            long changeMs = settings.at(draws.uniform(0.6, 0.7));
            long phaseMs = draws.below(requester.periodMs());
            long newPeriodMs = requester.periodMs();
            long newPhaseMs = phaseMs;
            if (draws.happens(0.5)) {
                newPeriodMs = otherPeriod(requester.periodMs());
            } else {
                newPhaseMs += (long) (draws.uniform(0.25, 0.75) * requester.periodMs());
            }
            Schedule before = Schedule.every(requester.periodMs(), phaseMs);
            Schedule after = Schedule.every(newPeriodMs, newPhaseMs);
            List<Integer> table = population.table(HabitKind.DRIFT, 1, changeMs);
            add(requester, table, before.limited(Long.MIN_VALUE, changeMs));
            add(requester, table, after.limited(changeMs, Long.MAX_VALUE));
        }
    }

    private long otherPeriod(long periodMs) {
        while (true) {
            long other = draws.one(CHANGING_MINUTES) * MINUTE;
            if (other != periodMs) {
                return other;
            }
        }
    }

    /** Tables that steady requesters take on past the middle: the same period, their own time. */
    void takeOn(int tables) {
        for (int i = 0; i < tables && !requesters.isEmpty(); i++) {
            Requester requester = requesters.get(i % requesters.size());
            long sinceMs = settings.at(draws.uniform(0.5, 0.8));
            Schedule schedule = schedule(requester).limited(sinceMs, Long.MAX_VALUE);
            add(requester, population.table(HabitKind.NEW), schedule);
        }
    }

    private Requester requester(String name, Integer[] minutes) {
        long periodMs = draws.one(minutes) * MINUTE;
        return new Requester(name, periodMs, jitter(periodMs), missed());
    }

    private Schedule schedule(Requester requester) {
        return Schedule.every(requester.periodMs(), draws.below(requester.periodMs()));
    }

    // From seconds to minutes, but a job comes before its next time.
    private long jitter(long periodMs) {
        return (long) Math.min(periodMs / 5.0, draws.logUniform(2_000, 5 * MINUTE));
    }

    private double missed() {
        return draws.happens(0.5) ? 0.005 : draws.uniform(0.01, 0.1);
    }

    private void add(Requester requester, List<Integer> table, Schedule schedule) {
        WalkStarts starts =
                new ScheduledStarts(
                        schedule, requester.jitterMs(), requester.missed(), draws.split());
        population.add(Walks.single(table, starts, List.of(requester.name()), draws.split()));
    }
}
