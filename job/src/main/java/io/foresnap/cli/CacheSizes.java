package io.foresnap.cli;

import io.foresnap.replay.report.CacheSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size of the cache on the command line: {@code 10%} or {@code 20 gb}. */
public final class CacheSizes implements ITypeConverter<CacheSize> {

    @Override
    public CacheSize convert(String text) {
        String size = text.strip();
        try {
            if (size.endsWith("%")) {
                String number = size.substring(0, size.length() - 1).strip();
                return CacheSize.ofShare(Double.parseDouble(number) / 100);
            }
            return CacheSize.ofBytes(new Size().convert(size).getBytes());
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no size of a cache; write for example 10% or 20gb");
        }
    }
}
