package io.foresnap.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunBuilderTest {

    private static void add(RunBuilder builder, long offset, int kind, String key) {
        RunBuilder.EntryView entry = new RunBuilder.EntryView();
        entry.offset = offset;
        entry.kind = kind;
        entry.keyData = key.getBytes(StandardCharsets.UTF_8);
        entry.keyLength = entry.keyData.length;
        entry.rowData = new byte[0];
        builder.add(entry);
    }

    @Test
    void rowsWithoutKeyComeBeforeAnEqualKeyAsTheyDoInAMerge() {
        RunBuilder builder = new RunBuilder(0, 0, 0);
        add(builder, 0, EntryCursor.UPSERT, "{\"id\":2}");
        add(builder, 1, EntryCursor.UPSERT, "{\"id\":1}");
        add(builder, 2, EntryCursor.APPEND, "{\"id\":1}");
        add(builder, 3, EntryCursor.UPSERT, "{\"id\":1}");
        add(builder, 4, EntryCursor.REMOVE, "{\"id\":1}");

        List<Long> offsets = new ArrayList<>();
        Run.Cursor cursor = builder.build().newCursor();
        while (cursor.advance()) {
            offsets.add(cursor.offset);
        }

        assertThat(offsets).containsExactly(2L, 4L, 1L, 3L, 0L);
    }

    @Test
    void sortingALargeRunAsksAgainAndAgainWhetherItMayGoOn() throws Exception {
        RunBuilder paced = new RunBuilder(0, 0, 0);
        RunBuilder unhurried = new RunBuilder(0, 0, 0);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            String key = "{\"id\":%08d}".formatted(random.nextInt(1_000_000));
            add(paced, i, EntryCursor.UPSERT, key);
            add(unhurried, i, EntryCursor.UPSERT, key);
        }
        List<Integer> asked = new ArrayList<>();

        Run run = paced.build(asked::add);

        assertThat(run.bytes()).isEqualTo(unhurried.build().bytes());
        // 17 passes of merging.
        assertThat(asked).hasSizeGreaterThan(100).allMatch(bytes -> bytes > 0 && bytes < 1 << 18);
    }

    @Test
    void sortingCanBeGivenUp() {
        RunBuilder builder = new RunBuilder(0, 0, 0);
        for (int i = 0; i < 20_000; i++) {
            add(builder, i, EntryCursor.UPSERT, "{\"id\":%d}".formatted(20_000 - i));
        }

        assertThatThrownBy(
                        () ->
                                builder.build(
                                        bytes -> {
                                            throw new InterruptedIOException("useless");
                                        }))
                .isInstanceOf(InterruptedIOException.class);
    }
}
