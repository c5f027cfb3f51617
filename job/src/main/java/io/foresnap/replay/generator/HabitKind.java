package io.foresnap.replay.generator;

import java.util.Locale;

/** Kinds of habits; a generated table's schema is its kind's name. */
public enum HabitKind {
    /** Scheduled jobs: at a fixed period, or daily by a clock on the wall. */
    CRON,
    /** A requester walks over its tables in order. */
    SCRIPT,
    /** People: a rate by hour and weekday. */
    OFFICE,
    /** Requests in bursts. */
    BURST,
    /** Seldom, at a constant rate. */
    RARE,
    /** Scheduled jobs whose schedule changes once. */
    DRIFT,
    /** Tables that join a job or script which has run for long. */
    NEW;

    /** The name in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
