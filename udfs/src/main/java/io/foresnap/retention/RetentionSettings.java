package io.foresnap.retention;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is kept for how long.
 *
 * @param window every point within it stays restorable
 * @param grace how long retired files stay at least
 * @param temporaryAge temporary files not written to for so long are orphans
 */
public record RetentionSettings(Duration window, Duration grace, Duration temporaryAge)
        implements Serializable {

    public RetentionSettings {
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "retention.window must be positive, but is " + window);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException(
                    "retention.grace must not be negative, but is " + grace);
        }
        if (temporaryAge.isZero() || temporaryAge.isNegative()) {
            throw new IllegalArgumentException(
                    "retention.temporary-age must be positive, but is " + temporaryAge);
        }
    }
}
