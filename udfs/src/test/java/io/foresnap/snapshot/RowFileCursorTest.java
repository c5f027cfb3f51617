package io.foresnap.snapshot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.changelog.FinalFailure;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileCursorTest {

    @TempDir Path root;

    @Test
    void storageThatFailsForAWhileIsNoDamagedFile() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.file.impl", TestingBrokenReads.class.getName());
        try (Storage storage = Storage.open(root.toString(), hadoop)) {
            SnapshotFile file =
                    Snapshots.write(storage, new TablePartition("a.b", 0), 0, 5, rows -> {});

            assertThatThrownBy(() -> RowFileCursor.open(storage, file.path(), file.name().crc32c()))
                    .isNotInstanceOf(FinalFailure.class)
                    .hasMessage("connection reset");
        }
    }

    /** Local files that can be written, but whose reads fail. */
    public static final class TestingBrokenReads extends RawLocalFileSystem {

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize) {
            return new FSDataInputStream(new BrokenStream());
        }
    }

    private static final class BrokenStream extends FSInputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public void seek(long position) {}

        @Override
        public long getPos() {
            return 0;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }
    }
}
