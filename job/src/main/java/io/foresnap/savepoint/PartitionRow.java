package io.foresnap.savepoint;

import java.util.Comparator;

/**
 * What is remembered of a partition beyond its newest requests.
 *
 * @param table table id
 * @param partition partition number
 * @param requests how many there were since it was first asked for
 * @param firstMs the first of them, epoch milliseconds
 * @param lastMs the newest, epoch milliseconds
 * @param neededBytes bytes in durable storage that a request needs, on average; 0 when unknown
 * @param neededFiles how many files that are, on average; 0 when unknown
 */
public record PartitionRow(
        String table,
        int partition,
        long requests,
        long firstMs,
        long lastMs,
        double neededBytes,
        double neededFiles) {

    static final Comparator<PartitionRow> ORDER =
            Comparator.comparing(PartitionRow::table).thenComparing(PartitionRow::partition);
}
