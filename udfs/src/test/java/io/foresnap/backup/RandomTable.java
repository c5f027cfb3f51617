package io.foresnap.backup;

import io.foresnap.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table that lives a random life, remembers what it held after each transaction, and tells its
 * changes as a connector would: unchanged large columns marked, deliveries repeated, clock jumps.
 */
public final class RandomTable {

    public static final String NAME = "public.things";
    private static final int IDS = 12;

    private final Random random;
    private final boolean keyless;
    private final ChangeFeed feed = ChangeFeed.of(NAME);
    private final Map<Integer, Row> rows = new TreeMap<>();
    private final List<State> states = new ArrayList<>();
    private long effectiveMs = 1000;
    private int values;
    private int linesBefore;

    private record Row(int id, int v, String big) {
        String json(boolean bigUnchanged) {
            return ChangeFeed.row(
                    "id", id, "v", v, "big", bigUnchanged ? ChangeFeed.UNCHANGED : big);
        }
    }

    private record State(long fromMs, List<String> rows) {}

    public RandomTable(Random random, boolean keyless) {
        this.random = random;
        this.keyless = keyless;
    }

    public ChangeFeed feed() {
        return feed;
    }

    /** Lives for some transactions, after a snapshot by the connector or from nothing. */
    public void live(int transactions) {
        feed.commit(effectiveMs);
        if (random.nextBoolean()) {
            for (int id = 0; id < IDS; id += 2) {
                rows.put(id, newRow(id));
                tell("r", id, null, rows.get(id).json(false));
            }
        } else {
            rows.put(0, newRow(0));
            tell("c", 0, null, rows.get(0).json(false));
        }
        remember();
        for (int i = 0; i < transactions; i++) {
            long ms = effectiveMs + random.nextInt(40) - 10;
            feed.commit(ms);
            effectiveMs = Math.max(effectiveMs, ms);
            linesBefore = feed.size();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                change();
            }
            remember();
            if (random.nextInt(6) == 0) {
                feed.redeliver(feed.size() - linesBefore);
            }
        }
    }

    private void change() {
        int id = random.nextInt(IDS);
        int other = random.nextInt(IDS);
        Row row = rows.get(id);
        int dice = random.nextInt(60);
        if (dice == 0) {
            rows.clear();
            feed.truncate();
        } else if (row == null) {
            Row inserted = newRow(id);
            rows.put(id, inserted);
            tell("c", id, null, inserted.json(false));
        } else if (dice < 15) {
            rows.remove(id);
            tell("d", id, row.json(false), null);
        } else if (dice < 30 && !keyless && !rows.containsKey(other)) {
            rows.remove(id);
            rows.put(other, new Row(other, ++values, row.big));
            feed.move(id, other, "v", values, "big", ChangeFeed.UNCHANGED);
        } else {
            boolean keepsBig = random.nextInt(3) > 0;
            Row after = new Row(id, ++values, keepsBig ? row.big : "big-" + values);
            rows.put(id, after);
            tell("u", id, row.json(false), after.json(keepsBig));
        }
    }

    private Row newRow(int id) {
        values++;
        return new Row(id, values, "big-" + values);
    }

    private void tell(String op, int id, @Nullable String before, @Nullable String after) {
        long lsn = 100_000L + feed.size();
        feed.event(op, keyless ? null : ChangeFeed.key(id), before, after, lsn);
    }

    private void remember() {
        states.add(new State(effectiveMs, rows.values().stream().map(r -> r.json(false)).toList()));
    }

    /** What the table held after the last transaction that was effective by then. */
    public List<String> rowsAt(long targetMs) {
        List<String> found = List.of();
        for (State state : states) {
            if (state.fromMs <= targetMs) {
                found = state.rows;
            }
        }
        return found;
    }

    /** A time between the first and a little after the last transaction. */
    public long randomTime(Random times) {
        return 1000 + times.nextLong(effectiveMs - 1000 + 20);
    }

    public long lastTime() {
        return effectiveMs;
    }
}
