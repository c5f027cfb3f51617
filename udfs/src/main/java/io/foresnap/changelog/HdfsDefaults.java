package io.foresnap.changelog;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/**
 * Other defaults than Hadoop's own for writing many small files. What an operator has set in any of
 * his files stays as he set it.
 *
 * <p>A file that is closed before its DataNodes have reported the last block is asked about again
 * after 400 ms by default: nearly every time for files of a few kilobytes, and most of a small
 * backup's latency. Asked again after 4 ms and twice as long each time, the close waits no longer
 * than it must, and gives up after the same half minute.
 */
final class HdfsDefaults {

    private static final Map<String, String> SMALL_FILES =
            Map.of(
                    "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "4",
                    "dfs.client.block.write.locateFollowingBlock.retries", "12");

    /** A copy of a configuration with these defaults. */
    static Configuration apply(Configuration hadoop) {
        // The operator's hdfs-site.xml comes with HDFS's first class: it has to be here to be seen.
        HdfsConfiguration.init();
        Configuration copy = new Configuration(hadoop);
        SMALL_FILES.forEach(
                (key, value) -> {
                    if (isDefault(copy, key)) {
                        copy.set(key, value, "foresnap");
                    }
                });
        return copy;
    }

    private static boolean isDefault(Configuration hadoop, String key) {
        String[] sources = hadoop.getPropertySources(key);
        return sources == null
                || Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
    }

    private HdfsDefaults() {}
}
