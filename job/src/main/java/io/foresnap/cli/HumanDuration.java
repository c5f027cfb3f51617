package io.foresnap.cli;

import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on the command line as Flink's options write it: {@code 90 s}, {@code 5 min}. */
public final class HumanDuration implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            return TimeUtils.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no duration; write for example 30s, 5min or 1h");
        }
    }

    /** A duration as the user would write it. */
    static String text(Duration duration) {
        return TimeUtils.formatWithHighestUnit(duration);
    }
}
