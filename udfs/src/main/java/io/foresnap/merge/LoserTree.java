package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Run;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The changes of all runs, least first. Order is by key, then by the runs' order: they cover
 * ascending ranges of offsets, so entries of one key come in order of offset.
 *
 * <p>A tree of losers (Knuth, The Art of Computer Programming, volume 3, section 5.4.1): the next
 * entry costs one comparison a level, half of a heap's. Keys of one table begin alike, so the eight
 * bytes behind what all of them share, kept as one number beside the tree, decide nearly every
 * comparison without touching the keys.
 */
final class LoserTree {

    private final EntryCursor[] cursors;
    private final long[] prefixes;
    private final boolean[] ended;

    /** At 0 the winner; at an inner node who lost there. */
    private final int[] tree;

    private final int common;

    LoserTree(List<Run> runs) throws IOException {
        cursors = new EntryCursor[runs.size()];
        prefixes = new long[runs.size()];
        ended = new boolean[runs.size()];
        tree = new int[Math.max(1, runs.size())];
        for (int i = 0; i < cursors.length; i++) {
            cursors[i] = runs.get(i).cursor();
            ended[i] = !cursors[i].advance();
        }
        common = commonPrefix(runs);
        for (int i = 0; i < cursors.length; i++) {
            prefixes[i] = ended[i] ? -1 : cursors[i].keyPrefix(common);
        }
        play();
    }

    private int commonPrefix(List<Run> runs) {
        int most = Integer.MAX_VALUE;
        int reference = -1;
        for (int i = 0; i < cursors.length; i++) {
            if (ended[i]) {
                continue;
            }
            reference = reference < 0 ? i : reference;
            most = Math.min(most, runs.get(i).commonPrefix());
            most = Math.min(most, alike(cursors[reference], cursors[i]));
        }
        return reference < 0 ? 0 : most;
    }

    private static int alike(EntryCursor a, EntryCursor b) {
        int differs =
                Arrays.mismatch(
                        a.keyData,
                        a.keyPosition,
                        a.keyPosition + a.keyLength,
                        b.keyData,
                        b.keyPosition,
                        b.keyPosition + b.keyLength);
        return differs < 0 ? a.keyLength : differs;
    }

    private void play() {
        int leaves = cursors.length;
        if (leaves < 2) {
            return;
        }
        int[] winners = new int[2 * leaves];
        for (int i = 0; i < leaves; i++) {
            winners[leaves + i] = i;
        }
        for (int node = leaves - 1; node > 0; node--) {
            int a = winners[2 * node];
            int b = winners[2 * node + 1];
            boolean first = precedes(a, b);
            winners[node] = first ? a : b;
            tree[node] = first ? b : a;
        }
        tree[0] = winners[1];
    }

    boolean isEmpty() {
        return cursors.length == 0 || ended[tree[0]];
    }

    EntryCursor first() {
        return cursors[tree[0]];
    }

    boolean firstHasKey(byte[] key, int position, int length, boolean keyless) {
        EntryCursor first = first();
        return first.keyLength == length
                && first.isKeyless() == keyless
                && Arrays.equals(
                        first.keyData,
                        first.keyPosition,
                        first.keyPosition + length,
                        key,
                        position,
                        position + length);
    }

    void advanceFirst() throws IOException {
        int winner = tree[0];
        if (cursors[winner].advance()) {
            prefixes[winner] = cursors[winner].keyPrefix(common);
        } else {
            ended[winner] = true;
            prefixes[winner] = -1;
        }
        for (int node = (winner + cursors.length) / 2; node > 0; node /= 2) {
            if (precedes(tree[node], winner)) {
                int loser = winner;
                winner = tree[node];
                tree[node] = loser;
            }
        }
        tree[0] = winner;
    }

    private boolean precedes(int a, int b) {
        int byPrefix = Long.compareUnsigned(prefixes[a], prefixes[b]);
        return byPrefix != 0 ? byPrefix < 0 : precedesWithin(a, b);
    }

    private boolean precedesWithin(int a, int b) {
        if (ended[a] || ended[b]) {
            return !ended[a];
        }
        int byKey = EntryCursor.compareKeys(cursors[a], cursors[b]);
        return byKey != 0 ? byKey < 0 : a < b;
    }
}
