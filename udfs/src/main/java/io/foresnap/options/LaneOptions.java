package io.foresnap.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** How durable storage is read, and how much of it prefetching may take. */
public final class LaneOptions {

    public static final ConfigOption<MemorySize> PREFETCH_BANDWIDTH =
            ConfigOptions.key("prefetch.bandwidth")
                    .memoryType()
                    .defaultValue(MemorySize.ZERO)
                    .withDescription(
                            "Bytes that prefetching reads from durable storage in a second, in each"
                                    + " TaskManager, at most; 0 for no limit. Requests are never"
                                    + " limited, and go first.");

    /** Prefix of properties handed to Hadoop's file system as they are. */
    public static final String STORAGE_PROPERTIES_PREFIX = "storage.properties.";

    private LaneOptions() {}
}
