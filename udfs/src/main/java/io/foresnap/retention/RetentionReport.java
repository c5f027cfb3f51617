package io.foresnap.retention;

import io.foresnap.retention.Removal.State;
import java.util.ArrayList;
import java.util.List;

/** What a run of retention did, or would do. */
public final class RetentionReport {

    private final List<Removal> removals = new ArrayList<>();
    private final List<String> leftAlone = new ArrayList<>();
    private final List<String> snapshots = new ArrayList<>();
    private int swept;

    void add(Removal removal) {
        removals.add(removal);
    }

    void addSwept(Removal removal) {
        removals.add(removal);
        swept++;
    }

    void leftAlone(String reason) {
        leftAlone.add(reason);
    }

    void snapshot(String what) {
        snapshots.add(what);
    }

    /** Every file that goes, in the order in which they go. */
    public List<Removal> removals() {
        return List.copyOf(removals);
    }

    /** Partitions that were left as they are, and why. */
    public List<String> leftAlone() {
        return List.copyOf(leftAlone);
    }

    /** Snapshots made (or to be made) first, so that other files can go. */
    public List<String> snapshots() {
        return List.copyOf(snapshots);
    }

    /** How many of the removals are orphaned temporaries. */
    public int swept() {
        return swept;
    }

    /** Files in a state. */
    public long files(State state) {
        return removals.stream().filter(r -> r.state() == state).count();
    }

    /** Bytes of the files in a state. */
    public long bytes(State state) {
        return removals.stream().filter(r -> r.state() == state).mapToLong(Removal::bytes).sum();
    }
}
