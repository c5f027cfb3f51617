package io.foresnap.savepoint;

import io.foresnap.features.HistoryFunction;
import io.foresnap.features.SuccessionFunction;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterHabits;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.util.Collector;

/** Read what the job's learning operators left in a savepoint. */
final class StateReaders {

    private StateReaders() {}

    /** One partition's history. */
    record Kept(String table, int partition, PartitionHistory history) {}

    /** Histories, table by table. */
    static final class OfHistory extends KeyedStateReaderFunction<String, Kept> {

        private static final long serialVersionUID = 1;

        private final Duration timeToLive;
        private transient MapState<Integer, PartitionHistory> histories;

        OfHistory(Duration timeToLive) {
            this.timeToLive = timeToLive;
        }

        @Override
        public void open(OpenContext context) {
            histories = getRuntimeContext().getMapState(HistoryFunction.descriptor(timeToLive));
        }

        @Override
        public void readKey(String table, Context context, Collector<Kept> out) throws Exception {
            for (Map.Entry<Integer, PartitionHistory> each : histories.entries()) {
                out.collect(new Kept(table, each.getKey(), each.getValue()));
            }
        }
    }

    /** The keys of those whose habits are known. */
    static final class OfRequesters extends KeyedStateReaderFunction<String, String> {

        private static final long serialVersionUID = 1;

        private final Duration timeToLive;
        private transient ValueState<RequesterHabits> habits;

        OfRequesters(Duration timeToLive) {
            this.timeToLive = timeToLive;
        }

        @Override
        public void open(OpenContext context) {
            habits = getRuntimeContext().getState(SuccessionFunction.descriptor(timeToLive));
        }

        @Override
        public void readKey(String key, Context context, Collector<String> out) throws Exception {
            if (habits.value() != null) {
                out.collect(key);
            }
        }
    }
}
