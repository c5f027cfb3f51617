package io.foresnap.options;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What is prefetched first, and how much of it. */
public final class RankingOptions {

    public static final ConfigOption<PrefetchOrder> PREFETCH_ORDER =
            ConfigOptions.key("prefetch.order")
                    .enumType(PrefetchOrder.class)
                    .defaultValue(PrefetchOrder.VALUE)
                    .withDescription(
                            "What the prefetch list is ordered by: VALUE (expected requests that"
                                    + " find everything, for each byte fetched), TIME (what these"
                                    + " save of waiting, for each byte) or PROBABILITY.");

    public static final ConfigOption<MemorySize> TICK_BUDGET =
            ConfigOptions.key("prefetch.tick-budget")
                    .memoryType()
                    .noDefaultValue()
                    .withDescription(
                            "What the files that one prefetch list needs may have together, cached"
                                    + " or not; as much as the caches of all subtasks hold unless"
                                    + " set.");

    public static final ConfigOption<Duration> LEAD_TIME =
            ConfigOptions.key("prefetch.lead-time")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "By how much a prefetch list reaches past prediction.window, so that"
                                    + " what is asked for at the beginning of the next one has been"
                                    + " fetched before: probabilities are about both together."
                                    + " prefetch.refresh-interval unless set, or"
                                    + " prediction.window where that is shorter, which it must"
                                    + " not exceed; 0 for none.");

    public static final ConfigOption<Double> SUCCESSOR_PROBABILITY =
            ConfigOptions.key("prefetch.successor-probability")
                    .doubleType()
                    .defaultValue(0.5)
                    .withDescription(
                            "A table that a requester asks for so often after the one just asked"
                                    + " for is prefetched at once, not at the next prediction; 1"
                                    + " turns this off.");

    public static final ConfigOption<Duration> OPEN_LATENCY =
            ConfigOptions.key("storage.open-latency")
                    .durationType()
                    .defaultValue(Duration.ofMillis(20))
                    .withDescription(
                            "What opening a file in durable storage usually takes: only for"
                                    + " prefetch.order TIME.");

    public static final ConfigOption<MemorySize> READ_RATE =
            ConfigOptions.key("storage.read-rate")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(100))
                    .withDescription(
                            "How much of a file is usually read in a second: only for"
                                    + " prefetch.order TIME.");

    private RankingOptions() {}
}
