package io.foresnap.merge;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.Layout;
import io.foresnap.TestingArchive;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Tables without primary key: rows are known by what is in them. */
class KeylessTableTest {

    private static final String LOG = "public.log";

    @TempDir Path folder;

    private final ChangeFeed log = ChangeFeed.of(LOG);

    @Layout
    void aRemovalTakesOneOfEqualRows(int partitions, int segment) throws IOException {
        log.commit(1000).append("v", "a").append("v", "a").append("v", "b").append("v", "a");
        log.commit(2000).remove(row("v", "a"));
        log.commit(3000).replace(row("v", "b"), row("v", "a"));
        log.commit(4000).replace(row("v", "a"), row("v", "a"));

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(log);

            assertThat(archive.rowsAt(LOG, 1000))
                    .containsExactly(row("v", "a"), row("v", "a"), row("v", "a"), row("v", "b"));
            assertThat(archive.rowsAt(LOG, 2000))
                    .containsExactly(row("v", "a"), row("v", "a"), row("v", "b"));
            archive.roll(LOG, 2000);
            assertThat(archive.rowsAt(LOG, 3000))
                    .containsExactly(row("v", "a"), row("v", "a"), row("v", "a"));
            assertThat(archive.rowsAt(LOG, 4000)).hasSize(3);
        }
    }

    @Layout
    void aColumnAddedLaterIsNullInEarlierRows(int partitions, int segment) throws IOException {
        log.commit(1000).append("v", "a").append("v", "b");
        log.commit(2000).append("v", "c", "added", 1);
        log.commit(3000).remove(row("v", "a", "added", null));

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(log);

            assertThat(archive.rowsAt(LOG, 3000))
                    .containsExactlyInAnyOrder(row("v", "b"), row("v", "c", "added", 1));
        }
    }

    @Layout
    void aChangeWithoutTheFullOldRowIsRefused(int partitions, int segment) throws IOException {
        log.commit(1000).append("v", "a");
        log.commit(2000).remove(null);

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(log);

            assertThat(archive.rowsAt(LOG, 1999)).containsExactly(row("v", "a"));
            assertThatThrownBy(() -> archive.rowsAt(LOG, 2000))
                    .isInstanceOf(RefusedChangeException.class)
                    .hasMessageContaining("REPLICA IDENTITY FULL");
        }
    }

    @Layout
    void aRemovalOfARowThatIsNotThereIsRefused(int partitions, int segment) throws IOException {
        log.commit(1000).append("v", "a");
        log.commit(2000).replace(row("v", "other"), row("v", "b"));

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(log);

            assertThatThrownBy(() -> archive.rowsAt(LOG, 2000))
                    .isInstanceOf(RefusedChangeException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    @Layout
    void anUnchangedColumnIsTakenFromTheOldRow(int partitions, int segment) throws IOException {
        log.commit(1000).append("v", "a", "big", "large");
        log.commit(2000)
                .replace(row("v", "a", "big", "large"), row("v", "b", "big", ChangeFeed.UNCHANGED));

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(log);

            assertThat(archive.rowsAt(LOG, 2000)).containsExactly(row("v", "b", "big", "large"));
        }
    }
}
