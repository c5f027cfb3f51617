package io.foresnap.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The cache's tier on disk, and what of its memory is for requests. */
public final class CacheOptions {

    public static final ConfigOption<MemorySize> CACHE_DISK_SIZE =
            ConfigOptions.key("cache.disk-size")
                    .memoryType()
                    .defaultValue(MemorySize.ZERO)
                    .withDescription(
                            "Size of the prefetch cache's tier on each TaskManager's disk, which"
                                    + " outlives the process; 0 turns it off.");

    public static final ConfigOption<String> CACHE_DISK_DIRECTORY =
            ConfigOptions.key("cache.disk-directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Local directory of the disk tier, best on an SSD; every TaskManager of"
                                    + " a machine takes a folder of its own in it.");

    public static final ConfigOption<Double> CACHE_DEMAND_SHARE =
            ConfigOptions.key("cache.demand-share")
                    .doubleType()
                    .defaultValue(0.25)
                    .withDescription(
                            "Part of the cache's memory that prefetches nobody has asked for never"
                                    + " take: a wrong model cannot push out what works.");

    private CacheOptions() {}
}
