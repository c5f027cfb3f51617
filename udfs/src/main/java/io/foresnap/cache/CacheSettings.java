package io.foresnap.cache;

import io.foresnap.event.VirtualClock;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large a node's cache is and what it goes by.
 *
 * @param memoryBytes most bytes held in memory
 * @param diskBytes most bytes held on disk; 0 without
 * @param diskDirectory where on disk; null without
 * @param diskKeyFile holds the key that the disk tier is encrypted with; null without
 * @param demandShare part of the memory that prefetches nobody has asked for never take, 0 to 1
 * @param windowMs length of the prediction window, milliseconds of the clock
 * @param leadMs by how much a prefetch list reaches past its window, milliseconds of the clock
 * @param clock the job's
 * @param decoding stands for everything but the file that a run depends on: what outlived a process
 *     is used only where that is the same
 */
public record CacheSettings(
        long memoryBytes,
        long diskBytes,
        @Nullable String diskDirectory,
        @Nullable String diskKeyFile,
        double demandShare,
        long windowMs,
        long leadMs,
        VirtualClock clock,
        int decoding)
        implements Serializable {

    private static final double DEMAND_SHARE = 0.25;

    public CacheSettings {
        if (memoryBytes < 0) {
            throw new IllegalArgumentException(
                    "cache.memory-size must not be negative, but is " + memoryBytes);
        }
        if (diskBytes > 0 && (diskDirectory == null || diskDirectory.isBlank())) {
            throw new IllegalArgumentException(
                    "cache.disk-size is " + diskBytes + ", but cache.disk-directory is not set");
        }
        if (diskKeyFile != null && diskKeyFile.isBlank()) {
            throw new IllegalArgumentException("cache.disk-key-file is set, but empty");
        }
        if (!(demandShare >= 0 && demandShare <= 1)) {
            throw new IllegalArgumentException(
                    "cache.demand-share must lie between 0 and 1, but is " + demandShare);
        }
        if (windowMs <= 0) {
            throw new IllegalArgumentException(
                    "prediction.window must be positive, but is " + windowMs + " ms");
        }
        if (leadMs < 0) {
            throw new IllegalArgumentException(
                    "prefetch.lead-time must not be negative, but is " + leadMs + " ms");
        }
    }

    /** Memory alone, everything else as it is by default. */
    public static CacheSettings ofMemory(long bytes) {
        return new CacheSettings(
                bytes,
                0,
                null,
                null,
                DEMAND_SHARE,
                Duration.ofMinutes(5).toMillis(),
                0,
                VirtualClock.REAL,
                0);
    }

    /** The same with another clock. */
    public CacheSettings with(VirtualClock other) {
        return new CacheSettings(
                memoryBytes,
                diskBytes,
                diskDirectory,
                diskKeyFile,
                demandShare,
                windowMs,
                leadMs,
                other,
                decoding);
    }

    /** The same with a disk tier. */
    public CacheSettings withDisk(Path directory, long bytes) {
        return new CacheSettings(
                memoryBytes,
                bytes,
                directory.toString(),
                diskKeyFile,
                demandShare,
                windowMs,
                leadMs,
                clock,
                decoding);
    }

    /** The same with an encrypted disk tier. */
    public CacheSettings withDiskKey(Path file) {
        return new CacheSettings(
                memoryBytes,
                diskBytes,
                diskDirectory,
                file.toString(),
                demandShare,
                windowMs,
                leadMs,
                clock,
                decoding);
    }

    /** The same for files decoded in another way. */
    public CacheSettings withDecoding(int other) {
        return new CacheSettings(
                memoryBytes,
                diskBytes,
                diskDirectory,
                diskKeyFile,
                demandShare,
                windowMs,
                leadMs,
                clock,
                other);
    }

    /** The tick whose prefetch list ends at a time. */
    public long tickOf(long deadlineMs) {
        return deadlineMs - windowMs - leadMs;
    }

    /** Most bytes of memory that prefetches take which nobody has asked for. */
    public long mostUnusedBytes() {
        return (long) (memoryBytes * (1 - demandShare));
    }

    /** The key of the disk tier, read from its file, if there is to be one. */
    Optional<DiskKey> diskKey() {
        return Optional.ofNullable(diskKeyFile).map(Path::of).map(DiskKey::read);
    }

    /** Where the disk tier is, if there is to be one. */
    Optional<Path> disk() {
        return Optional.ofNullable(diskBytes > 0 ? diskDirectory : null).map(Path::of);
    }
}
