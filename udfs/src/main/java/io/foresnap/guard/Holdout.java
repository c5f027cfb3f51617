package io.foresnap.guard;

import io.foresnap.event.TablePartition;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A fixed share of all partitions that is never prefetched: how the others do better than these is
 * what prefetching brings. The same ones in every process and after every restart; a larger share
 * holds the smaller one's.
 *
 * @param share from 0 to 1
 */
public record Holdout(double share) implements Serializable {

    private static final long TWO_TO_32 = 1L << 32;

    public Holdout {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "prefetch.holdout must be from 0 to 1, but is " + share);
        }
    }

    /** Whether a partition is held out. */
    public boolean contains(String table, int partition) {
        return place(table, partition) < share;
    }

    /** Evenly from 0 to 1, exclusive. */
    private static double place(String table, int partition) {
        CRC32C crc = new CRC32C();
        crc.update(new TablePartition(table, partition).key().getBytes(StandardCharsets.UTF_8));
        // The checksums of like names are alike in many bits: SplitMix64's finalizer spreads them.
        long z = crc.getValue() * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 32) / (double) TWO_TO_32;
    }
}
