package io.foresnap.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
}
