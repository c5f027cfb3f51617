package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.VirtualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefetchSettingsTest {

    @Test
    void wrongSettingsAreNamed() {
        StorageSettings at = new StorageSettings("file:///", Retry.NEVER, List.of());
        CacheSettings cache = CacheSettings.ofMemory(1);
        Duration often = Duration.ofMinutes(1);

        assertThatThrownBy(() -> new PrefetchSettings(at, VirtualClock.REAL, 1, 0, cache, often, 0))
                .hasMessage("prefetch.worker-count must be positive, but is 0");
        assertThatThrownBy(
                        () -> new PrefetchSettings(at, VirtualClock.REAL, -1, 1, cache, often, 0))
                .hasMessage("prefetch.queue-capacity must not be negative, but is -1");
        assertThatThrownBy(
                        () -> new PrefetchSettings(at, VirtualClock.REAL, 1, 1, cache, often, -1))
                .hasMessage("prefetch.bandwidth must not be negative, but is -1");
    }
}
