package io.foresnap.savepoint;

import java.util.Comparator;

/**
 * One remembered request for a partition.
 *
 * @param table table id
 * @param partition partition number
 * @param timeMs when it was asked, epoch milliseconds
 * @param requester who asked; {@code #<hash>} for one whose name is not kept, empty for nobody
 * @param lagSeconds how far in the past the state asked for lay; 0 for the newest
 */
public record AccessRow(
        String table, int partition, long timeMs, String requester, int lagSeconds) {

    static final Comparator<AccessRow> ORDER =
            Comparator.comparing(AccessRow::table)
                    .thenComparing(AccessRow::partition)
                    .thenComparing(AccessRow::timeMs);
}
