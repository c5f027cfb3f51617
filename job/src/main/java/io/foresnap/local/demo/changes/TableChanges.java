package io.foresnap.local.demo.changes;

import io.foresnap.local.demo.workload.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Makes a table's changes from its seed, in the order of its log: a snapshot, then transactions of
 * one to five changes with everything that real change streams contain (key changes, unchanged
 * large columns, truncates, columns that appear, commit times that step back a little).
 */
public final class TableChanges {

    private static final double HOUR_MS = 3_600_000;

    private static final double MEAN_CHANGES_PER_TRANSACTION = 3;
    private static final double TRUNCATE = 0.004;
    private static final double KEY_CHANGE = 0.05;
    private static final double STEP_BACK = 0.02;

    private final TableSpec spec;
    private final SplittableRandom random;
    private final Rows rows;
    private final List<Long> liveIds = new ArrayList<>();
    private long nextId = 1;
    private long lsn;
    private long tx = 700;
    private long lastMs;
    private long lastTruncateMs = Long.MIN_VALUE;
    private long nextMs;

    /** The changes of a table whose snapshot is taken at {@code startMs}. */
    public TableChanges(TableSpec spec, long startMs) {
        this.spec = spec;
        this.random = new SplittableRandom(spec.seed());
        this.rows = new Rows(random);
        this.lastMs = startMs;
        this.lsn = 40_000_000 + random.nextInt(1_000_000);
        this.nextMs = startMs + gap();
    }

    /** The snapshot: every row by an event of its own, all at the same time. */
    public void snapshot(Consumer<Change> out) {
        for (int i = 0; i < spec.rows(); i++) {
            long id = newId();
            out.accept(new Change(lastMs, lsn, tx, 'r', rows.key(id), rows.whole(id)));
        }
    }

    /** Every change that commits up to and including {@code toMs}; continues where it was. */
    public void advance(long toMs, Consumer<Change> out) {
        while (nextMs <= toMs) {
            transaction(nextMs, out);
            nextMs += gap();
        }
    }

    private long gap() {
        double mean = MEAN_CHANGES_PER_TRANSACTION * HOUR_MS / spec.changesPerHour();
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    private void transaction(long commitMs, Consumer<Change> out) {
        tx++;
        double kind = random.nextDouble();
        if (kind < TRUNCATE) {
            truncate(commitMs, out);
        } else if (kind < TRUNCATE + KEY_CHANGE && !liveIds.isEmpty()) {
            keyChange(commitMs, out);
        } else {
            // Behind a truncate only time that moves forward has one meaning in all partitions.
            boolean back = random.nextDouble() < STEP_BACK && lastMs - 40 > lastTruncateMs;
            long ts = back ? lastMs - 1 - random.nextInt(39) : commitMs;
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                change(ts, out);
            }
            lastMs = Math.max(lastMs, ts);
        }
    }

    private void truncate(long ts, Consumer<Change> out) {
        out.accept(new Change(ts, nextLsn(), tx, 't', null, null));
        liveIds.clear();
        lastTruncateMs = ts;
        lastMs = ts;
        // In a transaction of its own, a little later: the table fills again.
        tx++;
        lastMs = ts + 1 + random.nextInt(50);
        for (int i = 0; i < spec.rows() / 2; i++) {
            insert(lastMs, out);
        }
        nextMs = Math.max(nextMs, lastMs);
    }

    /** A delete and a create at the same lsn; the large column is not sent again. */
    private void keyChange(long ts, Consumer<Change> out) {
        long at = nextLsn();
        long old = liveIds.remove(random.nextInt(liveIds.size()));
        out.accept(new Change(ts, at, tx, 'd', rows.key(old), null));
        long id = newId();
        out.accept(new Change(ts, at, tx, 'c', rows.key(id), rows.withoutDocument(id)));
        lastMs = ts;
    }

    private void change(long ts, Consumer<Change> out) {
        double kind = random.nextDouble();
        if (kind < 0.25 || liveIds.isEmpty()) {
            insert(ts, out);
        } else if (kind < 0.42) {
            long id = liveIds.remove(random.nextInt(liveIds.size()));
            out.accept(new Change(ts, nextLsn(), tx, 'd', rows.key(id), null));
        } else {
            long id = liveIds.get(random.nextInt(liveIds.size()));
            String row = random.nextInt(3) == 0 ? rows.whole(id) : rows.withoutDocument(id);
            out.accept(new Change(ts, nextLsn(), tx, 'u', rows.key(id), row));
        }
    }

    private void insert(long ts, Consumer<Change> out) {
        long id = newId();
        out.accept(new Change(ts, nextLsn(), tx, 'c', rows.key(id), rows.whole(id)));
    }

    private long newId() {
        liveIds.add(nextId);
        return nextId++;
    }

    private long nextLsn() {
        lsn += 8 + random.nextInt(200);
        return lsn;
    }
}
