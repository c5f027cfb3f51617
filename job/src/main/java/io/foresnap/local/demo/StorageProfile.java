package io.foresnap.local.demo;

import io.foresnap.local.ColdFileSystem;
import io.foresnap.options.LaneOptions;
import java.util.Map;
import java.util.TreeMap;

/** How durable storage answers the job, and how much of it a backup needs. */
public enum StorageProfile {
    /** As fast as the file system is; a snapshot every few segments. */
    LOCAL("as fast as it is", 1, 6, 30),

    /**
     * As cold storage. Each partition has the log of four hours behind its snapshot, in segments of
     * the default five minutes: what a table has whose snapshots are made every few hours.
     */
    COLD(ColdFileSystem.describe(), 48, 96, 5);

    /** Threads that wait for storage take no processor: a request from the cache needs one, too. */
    private static final String COLD_THREADS = "32";

    private final String text;
    private final int segmentsBefore;
    private final int segmentsPerSnapshot;
    private final double segmentsPerSecond;

    StorageProfile(
            String text, int segmentsBefore, int segmentsPerSnapshot, double segmentsPerSecond) {
        this.text = text;
        this.segmentsBefore = segmentsBefore;
        this.segmentsPerSnapshot = segmentsPerSnapshot;
        this.segmentsPerSecond = segmentsPerSecond;
    }

    /** What it does, for people. */
    String text() {
        return text;
    }

    /** How many segments a partition has when the workload begins. */
    int segmentsBefore() {
        return segmentsBefore;
    }

    /** After how many further ones its snapshot is rolled. */
    int segmentsPerSnapshot() {
        return segmentsPerSnapshot;
    }

    /** How many segments of all partitions two shared cores can close beside the backups. */
    double segmentsPerSecond() {
        return segmentsPerSecond;
    }

    /** The job's options that make its storage so; those of everybody else stay. */
    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        if (this == COLD) {
            ColdFileSystem.beforeHdfs()
                    .forEach((k, v) -> options.put(LaneOptions.STORAGE_PROPERTIES_PREFIX + k, v));
            options.put("serving.threads", COLD_THREADS);
        }
        return options;
    }
}
