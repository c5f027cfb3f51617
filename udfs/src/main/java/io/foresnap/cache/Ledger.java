package io.foresnap.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a tier holds of each partition, and how much in all. Not thread-safe. */
final class Ledger {

    /** A run is larger than its compressed file; of nothing held yet this is assumed. */
    private static final double FIRST_RATIO = 4;

    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, Holding> holdings = new HashMap<>();
    private final List<Holding> members = new ArrayList<>();
    private long bytes;
    private long sourceBytes;
    private long unusedBytes;

    /**
     * Something held.
     *
     * @param key what it is held under
     * @param file which partition's, and where in its log
     * @param bytes room it takes
     * @param sourceBytes size in durable storage
     * @param content tells it from what was held under the same key before
     * @param unused whether it was prefetched, and no request has used it
     */
    record Item(
            String key,
            CachedPath file,
            long bytes,
            long sourceBytes,
            Object content,
            boolean unused)
            implements Comparable<Item> {

        /** In the order that files are needed in: without the snapshot all is in vain. */
        @Override
        public int compareTo(Item other) {
            if (file.isSnapshot() != other.file.isSnapshot()) {
                return file.isSnapshot() ? -1 : 1;
            }
            int byEnd = Long.compare(file.end(), other.file.end());
            return byEnd != 0 ? byEnd : key.compareTo(other.key);
        }

        /** The same, sharing the name of its partition with all the others. */
        Item in(String partition) {
            CachedPath shared =
                    new CachedPath(partition, file.from(), file.end(), file.isSnapshot());
            return new Item(key, shared, bytes, sourceBytes, content, unused);
        }

        Item asUsed() {
            return new Item(key, file, bytes, sourceBytes, content, false);
        }
    }

    /** What is held of one partition. */
    static final class Holding {

        private final String partition;
        private final TreeSet<Item> files = new TreeSet<>();
        private long bytes;
        private long sourceBytes;
        private long unusedBytes;
        private int place;

        private Holding(String partition) {
            this.partition = partition;
        }

        String partition() {
            return partition;
        }

        /** Bytes held. */
        long bytes() {
            return bytes;
        }

        /** How many of them were prefetched and not used. */
        long unusedBytes() {
            return unusedBytes;
        }

        int size() {
            return files.size();
        }

        boolean isEmpty() {
            return files.isEmpty();
        }

        Iterable<Item> files() {
            return files;
        }

        /** What leaves first: the newest. */
        Item newest() {
            return files.last();
        }

        /** The newest that no request has used. */
        @Nullable Item newestUnused() {
            for (Item item : files.descendingSet()) {
                if (item.unused()) {
                    return item;
                }
            }
            return null;
        }

        private void count(Item item, int sign) {
            bytes += sign * item.bytes();
            sourceBytes += sign * item.sourceBytes();
            unusedBytes += item.unused() ? sign * item.bytes() : 0;
        }
    }

    void add(Item added) {
        remove(added.key());
        Holding holding = holdings.computeIfAbsent(added.file().partition(), this::join);
        Item item = added.in(holding.partition);
        items.put(item.key(), item);
        holding.files.add(item);
        count(holding, item, 1);
    }

    private Holding join(String partition) {
        Holding holding = new Holding(partition);
        holding.place = members.size();
        members.add(holding);
        return holding;
    }

    @Nullable Item remove(String key) {
        Item item = items.remove(key);
        Holding holding = item == null ? null : holdings.get(item.file().partition());
        if (item != null && holding != null) {
            holding.files.remove(item);
            count(holding, item, -1);
            if (holding.isEmpty()) {
                leave(holding);
            }
        }
        return item;
    }

    private void leave(Holding holding) {
        holdings.remove(holding.partition);
        Holding last = members.remove(members.size() - 1);
        if (last != holding) {
            members.set(holding.place, last);
            last.place = holding.place;
        }
    }

    private void count(Holding holding, Item item, int sign) {
        holding.count(item, sign);
        bytes += sign * item.bytes();
        sourceBytes += sign * item.sourceBytes();
        unusedBytes += item.unused() ? sign * item.bytes() : 0;
    }

    /** Removes what is held under a key if it still is that content. */
    void removeIfSame(String key, Object content) {
        Item item = items.get(key);
        if (item != null && item.content() == content) {
            remove(key);
        }
    }

    /** A request has used it. */
    void used(String key) {
        Item item = items.get(key);
        if (item != null && item.unused()) {
            add(item.asUsed());
        }
    }

    @Nullable Item get(String key) {
        return items.get(key);
    }

    @Nullable Holding holding(String partition) {
        return holdings.get(partition);
    }

    /** Every partition something is held of, in no particular order. */
    List<Holding> members() {
        return members;
    }

    /** Bytes held of a partition. */
    long bytes(String partition) {
        Holding holding = holdings.get(partition);
        return holding == null ? 0 : holding.bytes;
    }

    /** Bytes held. */
    long bytes() {
        return bytes;
    }

    /** How many of them were prefetched and not used. */
    long unusedBytes() {
        return unusedBytes;
    }

    /** How many things are held. */
    int size() {
        return items.size();
    }

    /**
     * How much room a partition takes when all is held that a request needs.
     *
     * @param neededBytes size of that in durable storage; 0 when it is not known
     */
    long needed(String partition, long neededBytes) {
        Holding holding = holdings.get(partition);
        double ratio = sourceBytes > 0 ? (double) bytes / sourceBytes : FIRST_RATIO;
        if (holding == null) {
            return Math.max(1, (long) (neededBytes * ratio));
        }
        if (holding.sourceBytes > 0) {
            ratio = (double) holding.bytes / holding.sourceBytes;
        }
        return Math.max(1, Math.max(holding.bytes, (long) (neededBytes * ratio)));
    }

    void clear() {
        items.clear();
        holdings.clear();
        members.clear();
        bytes = 0;
        sourceBytes = 0;
        unusedBytes = 0;
    }
}
