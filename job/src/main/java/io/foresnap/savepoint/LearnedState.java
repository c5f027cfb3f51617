package io.foresnap.savepoint;

import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterHabits;
import io.foresnap.history.RequesterTimes;
import io.foresnap.history.TableSigns;
import io.foresnap.history.TargetHabits;
import io.foresnap.model.ModelUpdate;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the learning operators of the main job hold after they have heard some requests.
 *
 * @param requests how many were heard
 * @param tables by table id
 * @param habits of requesters, by the succession operator's key
 * @param requesters when each was seen last, by hash
 * @param training the trainer's snapshot
 * @param published the newest model version; null when there is none yet
 */
record LearnedState(
        long requests,
        SortedMap<String, Table> tables,
        SortedMap<String, RequesterHabits> habits,
        Map<Integer, RequesterTimes> requesters,
        byte[] training,
        @Nullable ModelUpdate published) {

    /**
     * What is known of a table.
     *
     * @param partitions by partition number
     */
    record Table(
            SortedMap<Integer, PartitionHistory> partitions,
            TableSigns signs,
            TargetHabits targets) {}

    /** How many partitions there are. */
    long partitions() {
        return tables.values().stream().mapToLong(table -> table.partitions().size()).sum();
    }
}
