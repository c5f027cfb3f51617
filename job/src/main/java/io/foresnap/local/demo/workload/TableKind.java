package io.foresnap.local.demo.workload;

/** How a table is asked for. */
public enum TableKind {
    /** At a fixed period, with some jitter. */
    PERIODIC,
    /** At random during working hours of working days. */
    WORKING_HOURS,
    /** Seldom, but then many times within half an hour. */
    BURSTY,
    /** About once in two days. */
    RARE,
    /** As a recorded trace says. */
    RECORDED
}
