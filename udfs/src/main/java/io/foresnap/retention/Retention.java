package io.foresnap.retention;

import io.foresnap.changelog.FinalFailure;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.lease.Leases;
import java.io.IOException;
import java.util.List;

/**
 * Removes what is no longer needed. Holds nothing but a memory of what segments hold: may be
 * stopped at any step, and run by several processes at once.
 */
public final class Retention {

    private final Storage storage;
    private final RetentionSettings settings;
    private final TableRetention tables;
    private final Sweeper sweeper;

    /**
     * @param placeholders how the source marks unchanged columns
     */
    public Retention(Storage storage, Placeholders placeholders, RetentionSettings settings) {
        this.storage = storage;
        this.settings = settings;
        this.tables = new TableRetention(storage, placeholders);
        this.sweeper = new Sweeper(storage, settings.temporaryAge());
    }

    /**
     * Retires what has left the window and removes what may go, and orphaned temporaries.
     *
     * @param names table ids
     * @param nowMs the end of the window, epoch milliseconds
     */
    public RetentionReport run(List<String> names, long nowMs) throws IOException {
        RetentionReport report = new RetentionReport();
        run(names, nowMs, report);
        return report;
    }

    /** The same; the report tells what was done also when this breaks off. */
    void run(List<String> names, long nowMs, RetentionReport report) throws IOException {
        retire(names, nowMs, false, report);
        // After everything is published: who began to read before that is among them.
        Leases leases = Leases.list(storage);
        for (String table : names) {
            tables.remove(table, leases, settings.grace(), report);
        }
        sweeper.sweep(names, leases, false, report);
    }

    /** What a run would remove, now or later; changes nothing. */
    public RetentionReport dryRun(List<String> names, long nowMs, long machineMs)
            throws IOException {
        RetentionReport report = new RetentionReport();
        retire(names, nowMs, true, report);
        sweeper.sweep(names, Leases.peek(storage, machineMs), true, report);
        return report;
    }

    /** A table with a damaged file must not keep the others from being retired. */
    private void retire(List<String> names, long nowMs, boolean dryRun, RetentionReport report)
            throws IOException {
        for (String table : names) {
            try {
                tables.retire(table, nowMs - settings.window().toMillis(), dryRun, report);
            } catch (IOException e) {
                if (!(e instanceof FinalFailure)) {
                    throw e;
                }
                report.leftAlone(table + ": " + e.getMessage());
            }
        }
    }
}
