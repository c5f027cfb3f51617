package io.foresnap.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.changelog.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
class ColdFileSystemTest {

    @TempDir Path folder;

    private Storage cold(long openMillis, long bytesPerSecond) throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.file.impl", ColdFileSystem.class.getName());
        hadoop.set("foresnap.cold.over", LocalFileSystem.class.getName());
        hadoop.setLong("foresnap.cold.open-millis", openMillis);
        hadoop.setLong("foresnap.cold.stream-bytes-per-second", bytesPerSecond);
        return Storage.open(folder.toString(), hadoop);
    }

    private static Storage.Written write(Storage storage, int bytes) throws IOException {
        return storage.write(
                new org.apache.hadoop.fs.Path(storage.root(), "data"),
                crc -> "file",
                out -> out.write(new byte[bytes]));
    }

    @Test
    void anOpenTakesItsTimeAndAStreamGivesNoMoreThanItsRate() throws IOException {
        try (Storage storage = cold(30, 100_000)) {
            Storage.Written file = write(storage, 10_000);

            for (boolean pieces : new boolean[] {false, true}) {
                long started = System.nanoTime();
                byte[] content =
                        pieces
                                ? storage.readAll(file.path(), file.bytes(), piece -> {})
                                : storage.readAll(file.path(), file.bytes());

                // Never less; how much more is the machine's business.
                assertThat(Duration.ofNanos(System.nanoTime() - started))
                        .isGreaterThanOrEqualTo(Duration.ofMillis(130));
                assertThat(content).isEqualTo(new byte[10_000]);
            }
        }
    }

    @Test
    void everythingElseIsWhatStandsBehindIt() throws IOException {
        try (Storage storage = cold(1, 1 << 20)) {
            Storage.Written file = write(storage, 10);

            assertThat(storage.list(new org.apache.hadoop.fs.Path(storage.root(), "data")))
                    .extracting(status -> status.getPath().toString())
                    .containsExactly(file.path());
            assertThatThrownBy(() -> storage.readAll(storage.root() + "/none", 1))
                    .isInstanceOf(FileNotFoundException.class);
            storage.publishDirectory(
                    new org.apache.hadoop.fs.Path(storage.root(), "data"),
                    new org.apache.hadoop.fs.Path(storage.root(), "moved"));
            assertThat(storage.readAll(storage.root() + "/moved/file", 10)).hasSize(10);
        }
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> cold(0, 1))
                .hasMessage("foresnap.cold.open-millis must be positive, but is 0");
    }
}
