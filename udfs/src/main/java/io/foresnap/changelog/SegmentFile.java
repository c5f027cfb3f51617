package io.foresnap.changelog;

/**
 * A segment in durable storage.
 *
 * @param path its whole path
 * @param name what its name says
 * @param bytes its size
 */
public record SegmentFile(String path, SegmentName name, long bytes) {}
