package io.foresnap.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives the clock to whichever reader comes. */
final class ClockEnumerator implements SplitEnumerator<ClockSplit, List<ClockSplit>> {

    private final SplitEnumeratorContext<ClockSplit> context;
    private final List<ClockSplit> unassigned;

    ClockEnumerator(SplitEnumeratorContext<ClockSplit> context, List<ClockSplit> unassigned) {
        this.context = context;
        this.unassigned = new ArrayList<>(unassigned);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        assign(subtask);
    }

    @Override
    public void addSplitsBack(List<ClockSplit> splits, int subtask) {
        unassigned.addAll(splits);
        if (context.registeredReaders().containsKey(subtask)) {
            assign(subtask);
        }
    }

    @Override
    public void addReader(int subtask) {
        assign(subtask);
    }

    private void assign(int subtask) {
        for (ClockSplit split : unassigned) {
            context.assignSplit(split, subtask);
        }
        unassigned.clear();
    }

    @Override
    public List<ClockSplit> snapshotState(long checkpointId) {
        return List.copyOf(unassigned);
    }

    @Override
    public void close() {}
}
