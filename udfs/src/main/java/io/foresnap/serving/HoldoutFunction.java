package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import io.foresnap.guard.Holdout;
import io.foresnap.metrics.HoldoutMetrics;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts apart what is served of partitions that are never prefetched; changes nothing. */
public final class HoldoutFunction extends RichMapFunction<Served, Served> {

    private static final long serialVersionUID = 1L;

    private final Holdout holdout;
    private transient HoldoutMetrics metrics;

    /**
     * @param holdout partitions that are never prefetched
     */
    public HoldoutFunction(Holdout holdout) {
        this.holdout = holdout;
    }

    @Override
    public void open(OpenContext context) {
        metrics = new HoldoutMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public Served map(Served served) {
        PartitionBackup backup = served.partition();
        if (backup != null) {
            String table = served.attempt().request().table();
            metrics.served(
                    holdout.contains(table, backup.partition()),
                    backup.neededFiles(),
                    backup.cachedFiles(),
                    backup.neededBytes(),
                    backup.cachedBytes());
        }
        return served;
    }
}
