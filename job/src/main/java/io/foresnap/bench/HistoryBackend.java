package io.foresnap.bench;

/** Where the histories of a benchmark are kept, by the names that Flink has for it. */
public enum HistoryBackend {
    hashmap,
    rocksdb
}
