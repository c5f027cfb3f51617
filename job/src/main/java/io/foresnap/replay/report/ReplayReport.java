package io.foresnap.replay.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay found, as {@code replay.json} has it.
 *
 * @param models the job's models; the first is the one that prefetching uses
 * @param variants where versions are published, the first model trained continuously instead; else
 *     the mixture with other members
 * @param baselines what counting alone predicts
 * @param compared predictions that were given in files
 * @param policies what prefetching would have done, by size of the cache
 * @param recommended settings that suit these requests; null where none were sought
 * @param findings what it means, a sentence each
 * @param cost what prediction costs beside the model
 * @param settings what the simulation ran with
 */
public record ReplayReport(
        TraceFacts trace,
        List<ModelFigures> models,
        List<ModelFigures> variants,
        List<ModelFigures> baselines,
        List<ModelFigures> compared,
        List<PolicyFigures> policies,
        @Nullable Recommended recommended,
        List<String> findings,
        Cost cost,
        Map<String, String> settings) {

    /**
     * What prediction costs beside the model.
     *
     * @param featureMicrosPerPartitionTick CPU time of making one partition's features,
     *     microseconds
     * @param historyBytesPerPartition state of one partition's history
     */
    public record Cost(double featureMicrosPerPartitionTick, double historyBytesPerPartition) {}

    /**
     * What was replayed.
     *
     * @param file its name
     * @param windowMs prediction interval and window, milliseconds
     * @param scoredTicks ticks of the second half
     * @param predictions scored
     * @param events scored predictions that were followed by a request
     * @param kinds how many entities there are of each kind
     */
    public record TraceFacts(
            String file,
            int requests,
            int entities,
            long requesters,
            long firstMs,
            long lastMs,
            long windowMs,
            int ticks,
            int scoredTicks,
            long predictions,
            long events,
            Map<String, Long> kinds) {}

    /** The model that the policies use. */
    public ModelFigures chosen() {
        return models.get(0);
    }
}
