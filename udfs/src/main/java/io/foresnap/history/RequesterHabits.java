package io.foresnap.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which table a requester asks for after which, and how long after: the habits of scripts that walk
 * over their tables.
 *
 * <p>A table follows all tables that were asked for since it was asked for last: with steps shorter
 * than a window, several steps ahead matter. Counts forget with each request for the leading table.
 */
public class RequesterHabits {

    private static final int MOST_TABLES = 64;
    private static final int RECENT = 10;

    /** As many as a walk over all tables has: fewer would be forgotten before they come again. */
    private static final int MOST_PAIRS = MOST_TABLES * RECENT;

    /** Requests for one table so close together are one: its partitions, or a repetition. */
    private static final long SAME_MS = 1000;

    private static final int MOST_SIGNS = 10;
    private static final long HORIZON_MS = 2 * 3_600_000L;
    private static final float KEEP = 0.95f;
    private static final float LEAST_SHARE = 0.05f;
    private static final float SLOWEST = 0.15f;

    /** One table after another. */
    public static class Pair {
        public String first = "";
        public String then = "";
        public float hits;
        public float lagMs;
        public float varianceMs2;
    }

    /** How often a table was asked for. */
    public static class Led {
        public String table = "";
        public float times;
        public long atMs;
    }

    public List<Pair> pairs = new ArrayList<>();
    public List<Led> tables = new ArrayList<>();
    public List<String> recentTables = new ArrayList<>();
    public List<Long> recentMs = new ArrayList<>();
    public RequesterGaps gaps = new RequesterGaps();
    public long toldMs = Long.MIN_VALUE;

    /** Counts a request, and says what it lets expect; nothing when it repeats another. */
    public List<Sign> hear(String table, long timeMs) {
        if (repeats(table, timeMs)) {
            return List.of();
        }
        learn(table, timeMs);
        recentTables.add(table);
        recentMs.add(timeMs);
        if (recentTables.size() > RECENT) {
            recentTables.remove(0);
            recentMs.remove(0);
        }
        Led led = led(table, timeMs);
        List<Sign> signs = signs(led, timeMs);
        if (led.times > 0 && timeMs > led.atMs) {
            gaps.add(timeMs - led.atMs);
        }
        led.times = KEEP * led.times + 1;
        led.atMs = timeMs;
        for (Pair pair : pairs) {
            if (pair.first.equals(table)) {
                pair.hits *= KEEP;
            }
        }
        return signs;
    }

    /**
     * Whether others should be told that this requester was seen: not more often than they can make
     * use of.
     */
    public boolean tells(long timeMs, long everyMs) {
        boolean due = toldMs == Long.MIN_VALUE || timeMs - toldMs >= everyMs;
        if (due) {
            toldMs = timeMs;
        }
        return due;
    }

    private boolean repeats(String table, long timeMs) {
        int newest = recentTables.size() - 1;
        for (int i = 0; i <= newest; i++) {
            long apartMs = Math.abs(timeMs - recentMs.get(i));
            if (recentTables.get(i).equals(table) && apartMs <= (i == newest ? SAME_MS : 0)) {
                return true;
            }
        }
        return false;
    }

    private void learn(String table, long timeMs) {
        Set<String> seen = new HashSet<>();
        List<Pair> known = leadingTo(table);
        for (int i = recentTables.size() - 1; i >= 0; i--) {
            String first = recentTables.get(i);
            long lagMs = timeMs - recentMs.get(i);
            if (first.equals(table) || lagMs > HORIZON_MS) {
                break;
            }
            if (lagMs >= 0 && seen.add(first)) {
                count(pair(known, first, table), lagMs);
            }
        }
    }

    private static void count(Pair pair, long lagMs) {
        pair.hits++;
        float rate = Math.max(SLOWEST, 1 / pair.hits);
        float error = lagMs - pair.lagMs;
        pair.lagMs += rate * error;
        pair.varianceMs2 = (1 - rate) * (pair.varianceMs2 + rate * error * error);
    }

    private List<Sign> signs(Led led, long timeMs) {
        List<Sign> signs = new ArrayList<>();
        for (Pair pair : pairs) {
            float share = (pair.hits + 0.1f) / (led.times + 0.6f);
            if (pair.first.equals(led.table) && share >= LEAST_SHARE) {
                long lagMs = (long) pair.lagMs;
                signs.add(
                        new Sign(pair.then, timeMs, lagMs, spreadMs(pair), Math.min(0.98f, share)));
            }
        }
        signs.sort(Comparator.comparingDouble(Sign::share).reversed().thenComparing(Sign::table));
        return signs.subList(0, Math.min(MOST_SIGNS, signs.size()));
    }

    // A lag seen once may be anything near it; one seen often is hardly steadier than a second.
    private static long spreadMs(Pair pair) {
        double seen = Math.sqrt(pair.varianceMs2);
        double unknown = 0.5 * pair.lagMs / Math.max(1, pair.hits);
        return 1000 + (long) (seen + unknown);
    }

    /** Looked for once a request: there are many pairs, and few that end in a table. */
    private List<Pair> leadingTo(String table) {
        List<Pair> found = new ArrayList<>();
        for (Pair pair : pairs) {
            if (pair.then.equals(table)) {
                found.add(pair);
            }
        }
        return found;
    }

    private Pair pair(List<Pair> known, String first, String then) {
        for (Pair pair : known) {
            if (pair.first.equals(first)) {
                return pair;
            }
        }
        if (pairs.size() >= MOST_PAIRS) {
            Pair least =
                    pairs.stream()
                            .min(Comparator.comparingDouble((Pair p) -> p.hits))
                            .orElseThrow();
            pairs.remove(least);
            known.remove(least);
        }
        Pair pair = new Pair();
        pair.first = first;
        pair.then = then;
        pairs.add(pair);
        return pair;
    }

    private Led led(String table, long timeMs) {
        for (Led led : tables) {
            if (led.table.equals(table)) {
                return led;
            }
        }
        if (tables.size() >= MOST_TABLES) {
            Led oldest =
                    tables.stream().min(Comparator.comparingLong((Led l) -> l.atMs)).orElseThrow();
            tables.remove(oldest);
            pairs.removeIf(p -> p.first.equals(oldest.table) || p.then.equals(oldest.table));
        }
        Led led = new Led();
        led.table = table;
        led.atMs = timeMs;
        tables.add(led);
        return led;
    }
}
