package io.foresnap.replay.predict;

import io.foresnap.history.PartitionHistory;
import io.foresnap.history.WallClock;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** How large the job's state of a partition's history is, as it is checkpointed. */
public final class HistorySize {

    private static final int SAMPLE = 200;

    private HistorySize() {}

    /** Mean bytes of a history at the end of the trace, over at most 200 partitions. */
    public static double meanBytes(Trace trace, TickGrid grid) throws IOException {
        int step = Math.max(1, trace.entities().size() / SAMPLE);
        List<PartitionHistory> sample = new ArrayList<>();
        for (int entity = 0; entity < trace.entities().size(); entity += step) {
            sample.add(new PartitionHistory());
        }
        WallClock clock = new WallClock(WallClock.UTC);
        for (Request request : trace.requests()) {
            if (request.entity() % step == 0) {
                PartitionHistory history = sample.get(request.entity() / step);
                history.hear(Prequential.access(request));
                history.foldBefore(request.timeMs() + 1, grid.windowMs(), clock);
            }
        }
        TypeSerializer<PartitionHistory> serializer =
                TypeInformation.of(PartitionHistory.class)
                        .createSerializer(new SerializerConfigImpl());
        DataOutputSerializer bytes = new DataOutputSerializer(SAMPLE);
        for (PartitionHistory history : sample) {
            serializer.serialize(history, bytes);
        }
        return (double) bytes.length() / sample.size();
    }
}
