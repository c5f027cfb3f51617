package io.foresnap.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoserTreeTest {

    private record Entry(String key, long offset) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 33})
    void entriesComeInOrderOfKeyThenOfOffset(int runCount) throws IOException {
        Random random = new Random(runCount);
        List<Run> runs = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < runCount; i++) {
            RunBuilder run = new RunBuilder(offset, 0, 1000);
            for (int n = random.nextInt(200); n > 0; n--) {
                Entry entry = new Entry(key(random), offset++);
                entries.add(entry);
                run.add(view(entry));
            }
            runs.add(run.build());
        }

        List<Entry> merged = new ArrayList<>();
        LoserTree tree = new LoserTree(runs);
        while (!tree.isEmpty()) {
            EntryCursor first = tree.first();
            merged.add(
                    new Entry(
                            new String(
                                    first.keyData,
                                    first.keyPosition,
                                    first.keyLength,
                                    StandardCharsets.ISO_8859_1),
                            first.offset));
            tree.advanceFirst();
        }

        entries.sort(Comparator.comparing(Entry::key).thenComparing(Entry::offset));
        assertThat(merged).isEqualTo(entries);
    }

    /** Keys that share much, are beginnings of each other, have zeros, or are empty. */
    private static String key(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> "{\"id\":1".substring(0, random.nextInt(8));
            case 2 -> "{\"id\":1\0\0\0".substring(0, 7 + random.nextInt(4));
            case 3 -> "\u00ff" + random.nextInt(3);
            default -> "{\"id\":" + random.nextInt(300) + "}";
        };
    }

    private static RunBuilder.EntryView view(Entry entry) {
        RunBuilder.EntryView view = new RunBuilder.EntryView();
        view.keyData = entry.key.getBytes(StandardCharsets.ISO_8859_1);
        view.keyLength = view.keyData.length;
        view.rowData = new byte[0];
        view.offset = entry.offset;
        return view;
    }
}
