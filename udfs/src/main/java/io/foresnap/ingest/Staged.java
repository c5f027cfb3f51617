package io.foresnap.ingest;

import io.foresnap.changelog.StagedSegment;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partition has ready to be published.
 *
 * @param of the partition
 * @param partitions how many the table has
 * @param segment a segment to be published, or null for a mere word on how far it is read
 * @param truncates those in the segment: every other partition gets a copy
 * @param end offset after the last one read into this or earlier segments
 * @param completeMs with all of it, the partition is complete through this time; epoch milliseconds
 */
public record Staged(
        TablePartition of,
        int partitions,
        @Nullable StagedSegment segment,
        List<ChangeEvent> truncates,
        long end,
        long completeMs) {}
