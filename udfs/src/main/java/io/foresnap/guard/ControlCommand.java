package io.foresnap.guard;

/**
 * An operator's word to the running job.
 *
 * @param kind what is to be done
 * @param table table id; empty where it is about everything
 * @param partition partition number; {@link #ALL} for the whole table
 * @param atMs when a table is needed once, epoch milliseconds; {@link #NEVER} otherwise
 * @param secondOfDay when it is needed every day, seconds since midnight on the clocks of {@code
 *     prediction.time-zone}; -1 otherwise
 */
public record ControlCommand(Kind kind, String table, int partition, long atMs, int secondOfDay) {

    /** Every partition of the table. */
    public static final int ALL = -1;

    /** No time of the calendar. */
    public static final long NEVER = Long.MIN_VALUE;

    /** What a command does. */
    public enum Kind {
        /** Nothing is fetched from now on. */
        PAUSE,
        /** Ends {@link #PAUSE}. */
        RESUME,
        /** Predictions are made and counted, nothing is fetched. */
        SHADOW_ON,
        /** Ends {@link #SHADOW_ON}. */
        SHADOW_OFF,
        /** Fetched whatever the predictions say. */
        PIN,
        /** Ends {@link #PIN}. */
        UNPIN,
        /** Fetched shortly before a time. */
        WARM_UP,
        /** Ends {@link #WARM_UP}. */
        CANCEL_WARM_UP
    }

    /** A command about everything. */
    public static ControlCommand of(Kind kind) {
        return new ControlCommand(kind, "", ALL, NEVER, -1);
    }

    /** A command about a table at any time. */
    public static ControlCommand of(Kind kind, String table, int partition) {
        return new ControlCommand(kind, table, partition, NEVER, -1);
    }

    /** Whether the warm-up recurs every day. */
    public boolean isDaily() {
        return secondOfDay >= 0;
    }

    /** What a later command must share with this one to take its place, or to end it. */
    public String subject() {
        String where = partition == ALL ? table : table + "/" + partition;
        return switch (kind) {
            case PAUSE, RESUME -> "pause";
            case SHADOW_ON, SHADOW_OFF -> "shadow";
            case PIN, UNPIN -> "pin " + where;
            case WARM_UP, CANCEL_WARM_UP ->
                    "warm-up " + where + (isDaily() ? " daily " + secondOfDay : " at " + atMs);
        };
    }
}
