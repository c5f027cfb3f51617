package io.foresnap.replay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in words what the figures of the policies mean to somebody who runs backups. */
final class Findings {

    private static final double GIB = 1L << 30;

    private final List<PolicyFigures> policies;
    private final double capacity;

    /**
     * @param policies of all sizes; the sentences are about the first size
     */
    Findings(List<PolicyFigures> policies) {
        this.policies = policies;
        this.capacity = policies.get(0).capacity();
    }

    /** The sentences. */
    List<String> sentences(@Nullable Recommended recommended) {
        List<String> sentences = new ArrayList<>();
        find("foresnap")
                .ifPresent(
                        ours -> {
                            sentences.add(saved(ours));
                            sentences.add(price(ours));
                        });
        if (recommended != null) {
            sentences.add(recommendation(recommended));
        }
        return sentences;
    }

    private Optional<PolicyFigures> find(String name) {
        return policies.stream()
                .filter(p -> p.capacity() == capacity && p.name().equals(name))
                .findFirst();
    }

    private String saved(PolicyFigures ours) {
        String text =
                format(
                        "With a cache of %s Foresnap would have served %s of %,d requests wholly from"
                                + " the cache; the mean request would have taken %s, the slowest"
                                + " hundredth %s or more.",
                        gib(ours.capacityBytes()),
                        percent(ours.servedWholly()),
                        ours.requests(),
                        millis(ours.latencyMillis().mean()),
                        millis(ours.latencyMillis().p99()));
        Optional<PolicyFigures> none = find("none");
        if (none.isPresent()) {
            double without = none.get().latencyMillis().mean();
            double hours = (without - ours.latencyMillis().mean()) * ours.requests() / 3.6e6;
            text +=
                    format(
                            " Without a cache it takes %s: %s of waiting are saved, %.1f hours in"
                                    + " all.",
                            millis(without),
                            percent(1 - ours.latencyMillis().mean() / without),
                            hours);
        }
        Optional<PolicyFigures> lru = find("lru");
        if (lru.isPresent()) {
            text +=
                    format(
                            " The same cache without prediction (LRU): %s wholly, %s.",
                            percent(lru.get().servedWholly()),
                            millis(lru.get().latencyMillis().mean()));
        }
        return text;
    }

    private String price(PolicyFigures ours) {
        String text =
                format(
                        "It would have prefetched %s, of which %s were used before they left, and"
                                + " read %.2f bytes from storage per byte requested",
                        gib(ours.prefetchedBytes()),
                        percent(ours.prefetchedUsedShare()),
                        ours.sourceBytesPerRequestedByte());
        Optional<PolicyFigures> lru = find("lru");
        return text
                + lru.map(p -> format(" (LRU %.2f)", p.sourceBytesPerRequestedByte())).orElse("")
                + ".";
    }

    private static String recommendation(Recommended r) {
        return format(
                "Recommended: a cache of %s (%s of what all partitions need),"
                        + " prefetch.queue-capacity %d, prediction.interval %s: %s wholly from the"
                        + " cache, mean %s, %.2f bytes read per byte requested.",
                gib(r.capacityBytes()),
                percent(r.capacity()),
                r.queueCapacity(),
                interval(r.intervalMs()),
                percent(r.best().servedWholly()),
                millis(r.best().meanLatencyMillis()),
                r.best().sourceBytesPerRequestedByte());
    }

    private static String gib(long bytes) {
        return bytes < GIB / 10
                ? format("%.1f MiB", bytes * 1024 / GIB)
                : format("%.1f GiB", bytes / GIB);
    }

    private static String percent(double share) {
        return format("%.1f %%", 100 * share);
    }

    private static String millis(double millis) {
        return millis < 1000 ? format("%.0f ms", millis) : format("%.2f s", millis / 1000);
    }

    /** In the largest unit that says it without a fraction, as options are written. */
    private static String interval(long millis) {
        String[] units = {"h", "min", "s"};
        long[] lengths = {3_600_000, 60_000, 1000};
        for (int i = 0; i < units.length; i++) {
            if (millis % lengths[i] == 0) {
                return millis / lengths[i] + " " + units[i];
            }
        }
        return millis + " ms";
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
