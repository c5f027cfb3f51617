package io.foresnap.cli;

import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on the command line as Flink's options write it: {@code 64 mb}. */
public final class Size implements ITypeConverter<MemorySize> {

    @Override
    public MemorySize convert(String text) {
        try {
            return MemorySize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no size; write for example 64mb");
        }
    }
}
