package io.foresnap.cli;

import io.foresnap.event.TargetTimes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line: ISO-8601 with offset, epoch milliseconds, or {@code latest}. */
public final class TargetTime implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            return TargetTimes.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
