package io.foresnap.cluster;

import java.util.regex.Pattern;

/** What {@code jcmd GC.heap_info} says. */
final class HeapInfo {

    /** A line of each collector's generations, or of the whole heap; none of the metaspace. */
    private static final Pattern USED =
            Pattern.compile("(?m)^.*(?:heap|generation|PSYoungGen|ParOldGen)\\b.*\\bused (\\d+)K");

    /** Bytes of the heap in use. */
    static long usedBytes(String info) {
        return 1024
                * USED.matcher(info)
                        .results()
                        .mapToLong(line -> Long.parseLong(line.group(1)))
                        .sum();
    }

    private HeapInfo() {}
}
