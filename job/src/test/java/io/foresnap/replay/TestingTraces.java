package io.foresnap.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Small traces with what a test needs. */
public final class TestingTraces {

    public static final long MINUTE = 60_000;
    public static final String HEADER = "timestamp_ms,table,partition,requester\n";

    private TestingTraces() {}

    /** A file with the header and these lines. */
    public static Path file(Path folder, String... lines) throws IOException {
        String text = lines.length == 0 ? HEADER : HEADER + String.join("\n", lines) + "\n";
        return Files.writeString(folder.resolve("trace.csv"), text);
    }

    /** A trace of these lines. */
    public static Trace trace(Path folder, String... lines) throws IOException {
        return TraceLoader.load(file(folder, lines));
    }

    /**
     * Lines of some hours: tables asked for every so many minutes, and others at random.
     *
     * @param hours how long
     * @param seed of the random ones
     */
    public static String[] habits(int hours, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<Long, List<String>> lines = new TreeMap<>();
        long end = hours * 60 * MINUTE;
        for (int table = 0; table < 10; table++) {
            long gap = (7 + 3 * table) * MINUTE;
            for (long at = table * 1000; at < end; at += gap) {
                add(lines, at, "cron" + table + ",,robot");
            }
        }
        for (int table = 0; table < 10; table++) {
            long at = (long) (random.nextDouble() * 60 * MINUTE);
            while (at < end) {
                add(lines, at, "rare" + table + "," + table % 3 + ",ann");
                at += (long) (-Math.log(random.nextDouble()) * (5 + 10 * table) * MINUTE) + 1;
            }
        }
        return lines.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(line -> e.getKey() + "," + line))
                .toArray(String[]::new);
    }

    private static void add(TreeMap<Long, List<String>> lines, long at, String rest) {
        lines.computeIfAbsent(at, t -> new ArrayList<>()).add(rest);
    }
}
