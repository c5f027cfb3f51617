package io.foresnap.changelog;

/** What a cache holds of a durable file: one array, ready to be merged or to be sent. */
public interface CachedFile {

    /** Its bytes; not to be changed. */
    byte[] bytes();

    /** How many bytes of memory it takes. */
    default int sizeInBytes() {
        return bytes().length;
    }
}
