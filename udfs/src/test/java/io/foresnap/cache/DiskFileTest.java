package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskFileTest {

    private static final String PATH = "/changelog/shop.large/0/1-2.avro";

    private static Run runOf(int rowBytes) {
        RunBuilder builder = new RunBuilder(0, 0, rowBytes);
        RunBuilder.EntryView entry = new RunBuilder.EntryView();
        entry.kind = EntryCursor.UPSERT;
        entry.keyData = new byte[] {1};
        entry.keyLength = 1;
        entry.rowData = new byte[rowBytes];
        entry.rowLength = rowBytes;
        builder.add(entry);
        return builder.build();
    }

    @Test
    void aLargeFileIsWrittenInPartsAndReadWhole() throws Exception {
        Run run = runOf(5_000_000);
        CacheEntry entry =
                new CacheEntry(
                        run,
                        List.of(new CacheEntry.Source(PATH, 100, FirstUse.made())),
                        Long.MAX_VALUE);

        List<ByteBuffer> parts = DiskFile.write(entry, 7);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (ByteBuffer part : parts) {
            assertThat(part.remaining()).isLessThanOrEqualTo(1 << 20);
            file.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }

        assertThat(DiskFile.content(file.toByteArray(), PATH).bytes()).isEqualTo(run.bytes());
    }
}
