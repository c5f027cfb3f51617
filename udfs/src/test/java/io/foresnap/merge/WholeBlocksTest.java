package io.foresnap.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.snapshot.RowBlock;
import io.foresnap.snapshot.RowFileWriter;
import io.foresnap.snapshot.RowSink;
import io.foresnap.snapshot.SnapshotBlocks;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block that no change falls into may be copied: the bytes are those of a fresh one. */
class WholeBlocksTest {

    private static final String TABLE = "public.things";
    private static final int ROWS = 4000;

    @TempDir Path folder;
    private int copied;

    @ParameterizedTest(name = "{0}, {1} changes, seed {3}")
    @CsvSource({
        "keyed,0,false,1",
        "keyed,1,false,2",
        "keyed,3,false,3",
        "keyed,20,false,4",
        "keyed,20,false,5",
        "keyed,400,false,6",
        "keyed,20,true,7",
        "keyless,0,false,8",
        "keyless,3,false,9",
        "keyless,20,false,10",
        "keyless,400,false,11",
        "keyless,20,true,12"
    })
    void copyingChangesNoByte(String kind, int changes, boolean truncates, int seed)
            throws IOException {
        Random random = new Random(seed);
        Table table = new Table(random, kind.equals("keyless"));
        table.fill();
        for (int i = 0; i < changes; i++) {
            table.change(2000 + i);
        }
        if (truncates) {
            table.feed.commit(3000).truncate();
            table.insert();
        }
        try (TestingArchive archive = new TestingArchive(folder, 1, 1000)) {
            archive.load(table.feed);
            archive.roll(TABLE, 1500);
            for (long target : new long[] {1600, 2000 + changes / 2, 4000}) {
                requireSameBytes(archive.storage(), target);
            }
        }
        if (changes < 5) {
            assertThat(copied).as("blocks copied").isGreaterThan(10);
        }
    }

    private void requireSameBytes(Storage storage, long target) throws IOException {
        TablePartition of = new TablePartition(TABLE, 0);
        assertThat(Catalog.tables(storage)).contains(TABLE);
        PartitionPlan plan = Planner.list(storage, of).plan(target);
        RunSource stored = new StorageSource(storage, new SegmentReader(Placeholders.DEFAULT));
        RunSource cached = new CachedSnapshot(storage, stored);
        byte[] rowByRow = write(storage, plan, stored, false);

        assertThat(write(storage, plan, stored, true)).isEqualTo(rowByRow);
        assertThat(write(storage, plan, cached, true)).isEqualTo(rowByRow);
        assertThat(write(storage, plan, cached, false)).isEqualTo(rowByRow);
    }

    private byte[] write(Storage storage, PartitionPlan plan, RunSource source, boolean blocks)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RowFileWriter writer = new RowFileWriter(file, "same")) {
            PartitionMerge.prepare(
                            plan, source, new ListedSiblings(storage, TABLE), Placeholders.DEFAULT)
                    .writeTo(blocks ? new CountingSink(writer) : writer::row);
        }
        return file.toByteArray();
    }

    private final class CountingSink implements RowSink {

        private final RowFileWriter writer;

        CountingSink(RowFileWriter writer) {
            this.writer = writer;
        }

        @Override
        public void row(EntryCursor row) throws IOException {
            writer.row(row);
        }

        @Override
        public boolean takes(RowBlock block) {
            return writer.takes(block);
        }

        @Override
        public void block(RowBlock block) throws IOException {
            writer.block(block);
            copied++;
        }
    }

    private record CachedSnapshot(Storage storage, RunSource segments) implements RunSource {

        @Override
        public Run run(SegmentFile segment) throws IOException {
            return segments.run(segment);
        }

        @Override
        public EntryCursor rows(SnapshotFile snapshot) throws IOException {
            byte[] bytes = storage.readAll(snapshot.path(), snapshot.bytes());
            byte[] travelled = Snapshots.decode(snapshot, bytes).bytes().clone();
            return SnapshotBlocks.of(travelled).cursor();
        }
    }

    /** Rows of very different sizes, of which many are equal where there is no key. */
    private static final class Table {

        private final Random random;
        private final boolean keyless;
        private final ChangeFeed feed = ChangeFeed.of(TABLE);
        private final List<String> rows = new ArrayList<>();
        private int nextId = 2;

        Table(Random random, boolean keyless) {
            this.random = random;
            this.keyless = keyless;
        }

        void fill() {
            feed.commit(1000);
            for (int i = 0; i < ROWS; i++) {
                insert();
            }
        }

        void insert() {
            String text = "x".repeat(random.nextInt(300)) + random.nextInt(1_000_000);
            if (!keyless) {
                feed.insert(nextId, "v", text);
                nextId += 2;
                return;
            }
            for (int copies = random.nextInt(100) == 0 ? 150 : 1; copies > 0; copies--) {
                feed.append("v", text);
                rows.add(ChangeFeed.row("v", text));
            }
        }

        void change(long commitMs) {
            feed.commit(commitMs);
            int dice = random.nextInt(3);
            if (dice == 0) {
                insert();
            } else if (keyless) {
                String row = rows.remove(random.nextInt(rows.size()));
                feed.remove(row);
            } else if (dice == 1) {
                feed.update(2 + 2 * random.nextInt(ROWS), "v", "new" + random.nextInt());
            } else {
                feed.delete(2 + 2 * random.nextInt(ROWS));
            }
        }
    }
}
