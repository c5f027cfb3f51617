package io.foresnap.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.foresnap.snapshot.SnapshotName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files and folders say what is in them, and nothing else is read. */
class NamesTest {

    @Test
    void aSegmentsNameComesBack() {
        SegmentName name = new SegmentName(5, Long.MAX_VALUE, 0, SegmentName.GREATEST_MS, -1);

        assertThat(SegmentName.parse(name.fileName())).contains(name);
        assertThat(name.fileName())
                .isEqualTo(
                        "00000000000000000005-09223372036854775807-0000000000000-9999999999999"
                                + "-ffffffff.avro");
    }

    @Test
    void aSnapshotsNameComesBack() {
        SnapshotName name = new SnapshotName(77, 1_767_225_600_000L, 0x0a);

        assertThat(SnapshotName.parse(name.fileName())).contains(name);
        assertThat(name.fileName()).isEqualTo("00000000000000000077-1767225600000-0000000a.avro");
    }

    @Test
    void aTimeThatFitsNoNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SegmentName(0, 1, -1, 5, 0).fileName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SegmentName(0, 1, 5, 1_767_225_600_000_000L, 0).fileName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".tmp-1",
                "_SUCCESS",
                "0-1-0-1-00000000.avro",
                "00000000000000000000-99999999999999999999-0000000000000-0000000000000-00000000.avro",
                "00000000000000000000-00000000000000000001-0000000000000-0000000000000-0000000G.avro",
                "00000000000000000000-00000000000000000001-0000000000000-0000000000000-00000000.avro~"
            })
    void aForeignNameIsNoSegment(String name) {
        assertThat(SegmentName.parse(name)).isEmpty();
        assertThat(SnapshotName.parse(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"public.orders", "a-b_c.D9", "größe.表", "x%2F", "a b.c:d", "\uD83D\uDE00.x"})
    void aTableIdComesBackFromItsFolder(String id) {
        String folder = TableIds.encode(TableIds.validate("table", id));

        assertThat(folder).matches("[A-Za-z0-9._%-]+");
        assertThat(TableIds.decode(folder)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my table", "%zz", "%4", "%", "%+1", "%41", "%2f", "a%C3"})
    void aForeignFolderIsNoTable(String folder) {
        assertThat(TableIds.decode(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "../x", "a/b", "a\\b", "a..b", ".hidden", "_hidden", "a\nb", "a\0b",
                "\u0085", "\uD83D", "x\uDE00"
            })
    void aPathTrickIsRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableIds.validate("requestId", id))
                .withMessageStartingWith("requestId ");
    }

    @Test
    void anIdTooLongForAFolderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableIds.validate("table", "é".repeat(40)))
                .withMessageContaining("longer than 200");
    }
}
