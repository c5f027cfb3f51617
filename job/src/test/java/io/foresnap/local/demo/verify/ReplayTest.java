package io.foresnap.local.demo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.local.demo.changes.Change;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final String PLACEHOLDER = "{\"doc\":\"" + Change.PLACEHOLDER + "\",\"n\":%d}";

    private final Replay replay = new Replay(1);
    private long lsn;

    @Test
    void cutsAtTheTargetTimeInclusively() {
        change(10, 'c', "1", "{\"n\":1}");
        change(20, 'u', "1", "{\"n\":2}");
        change(20, 'c', "2", "{\"n\":3}");
        change(30, 'd', "1", null);

        assertThat(replay.stateAt(9, List.of())).isEmpty();
        assertThat(replay.stateAt(19, List.of())).isEqualTo(Map.of("1", "{\"n\":1}"));
        assertThat(replay.stateAt(20, List.of()))
                .isEqualTo(Map.of("1", "{\"n\":2}", "2", "{\"n\":3}"));
        assertThat(replay.stateAt(30, List.of())).isEqualTo(Map.of("2", "{\"n\":3}"));
    }

    @Test
    void countsAChangeWhoseCommitTimeStepsBackAtTheTimeBeforeIt() {
        change(100, 'c', "1", "{\"n\":1}");
        change(90, 'u', "1", "{\"n\":2}");

        assertThat(replay.stateAt(95, List.of())).isEmpty();
        assertThat(replay.stateAt(100, List.of())).isEqualTo(Map.of("1", "{\"n\":2}"));
    }

    @Test
    void fillsUnchangedColumnsFromTheRowBefore() {
        change(10, 'r', "1", "{\"doc\":\"long\",\"n\":1}");
        change(20, 'u', "1", PLACEHOLDER.formatted(2));

        assertThat(replay.stateAt(20, List.of()))
                .isEqualTo(Map.of("1", "{\"doc\":\"long\",\"n\":2}"));
    }

    @Test
    void fillsTheSecondHalfOfAKeyChangeFromTheFirst() {
        change(10, 'r', "1", "{\"doc\":\"long\",\"n\":1}");
        replay.append(new Change(20, 77, 5, 'd', "1", null));
        replay.append(new Change(20, 77, 5, 'c', "9", PLACEHOLDER.formatted(2)));

        assertThat(replay.stateAt(20, List.of()))
                .isEqualTo(Map.of("9", "{\"doc\":\"long\",\"n\":2}"));
        assertThat(replay.stateAt(19, List.of())).containsOnlyKeys("1");
    }

    @Test
    void emptiesEveryPartitionAtATruncate() {
        Replay several = new Replay(3);
        for (int i = 0; i < 20; i++) {
            several.append(new Change(10, i, 1, 'c', "" + i, "{}"));
        }
        several.append(new Change(20, 99, 2, 't', null, null));
        several.append(new Change(30, 100, 3, 'c', "21", "{}"));

        assertThat(several.stateAt(19, List.of())).hasSize(20);
        assertThat(several.stateAt(20, List.of())).isEmpty();
        assertThat(several.stateAt(30, List.of())).containsOnlyKeys("21");
    }

    @Test
    void givesOnlyThePartitionsAskedFor() {
        Replay several = new Replay(3);
        for (int i = 0; i < 60; i++) {
            several.append(new Change(10, i, 1, 'c', "" + i, "{}"));
        }

        int first = several.stateAt(10, List.of(0)).size();
        int others = several.stateAt(10, List.of(1, 2)).size();

        assertThat(first).isBetween(1, 59);
        assertThat(first + others).isEqualTo(60);
    }

    private void change(long ts, char op, String key, @Nullable String row) {
        replay.append(new Change(ts, lsn++, ts, op, key, row));
    }
}
