package io.foresnap.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of what keeps prefetching in check, and of what is recorded of it. */
public final class GuardOptions {

    public static final ConfigOption<String> KAFKA_CONTROL_TOPIC =
            ConfigOptions.key("kafka.control-topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Topic by which an operator steers the running job: pause and resume,"
                                    + " shadow, pin and unpin, warm-up. Without it there is none."
                                    + " A job that is started without state hears all of it again.");

    public static final ConfigOption<Boolean> SHADOW =
            ConfigOptions.key("prefetch.shadow")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether it is only predicted and counted what would be prefetched,"
                                    + " and nothing is fetched. The control topic overrides it.");

    public static final ConfigOption<Double> HOLDOUT =
            ConfigOptions.key("prefetch.holdout")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription(
                            "Share of all partitions, from 0 to 1, that is never prefetched, not"
                                    + " even when pinned. Their hits and misses are counted apart:"
                                    + " the difference is what prefetching brings.");

    public static final ConfigOption<String> DECISIONS_DIRECTORY =
            ConfigOptions.key("decisions.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Hadoop URI of a folder where it is recorded what was prefetched and"
                                    + " why, for the command explain; not recorded unless set.");

    public static final ConfigOption<MemorySize> DECISIONS_MAX_SIZE =
            ConfigOptions.key("decisions.max-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(256))
                    .withDescription(
                            "Most bytes that recorded decisions take, compressed; the oldest go"
                                    + " first.");

    private GuardOptions() {}
}
