package io.foresnap.options;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of who may do what, and of the record of it. */
public final class SecurityOptions {

    public static final ConfigOption<List<String>> ACCESS_RULES =
            ConfigOptions.key("access.rules")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Who may back up what: rules 'requester pattern -> table pattern',"
                                    + " separated by semicolons; * is any text, ? any character."
                                    + " Once there is a rule, what none allows is rejected."
                                    + " Without rules everybody may back up everything.");

    public static final ConfigOption<String> KAFKA_AUDIT_TOPIC =
            ConfigOptions.key("kafka.audit-topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Topic of the audit log: who asked for what, and what he got. Without"
                                    + " it there is none. A failure may repeat records.");

    public static final ConfigOption<String> CACHE_DISK_KEY_FILE =
            ConfigOptions.key("cache.disk-key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File on each TaskManager with the key that the disk tier is encrypted"
                                    + " with (AES-GCM): one line, 16 or 32 bytes in hexadecimal or"
                                    + " Base64, readable by its owner only. Without it the tier is"
                                    + " in the clear.");

    private SecurityOptions() {}
}
