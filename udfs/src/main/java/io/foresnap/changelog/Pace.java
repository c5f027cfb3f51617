package io.foresnap.changelog;

import java.io.IOException;

/**
 * Asked before each piece of work on a file: before so many bytes are read from storage, or a block
 * of so many bytes is decoded. May wait, and so lets others go first.
 */
@FunctionalInterface
public interface Pace {

    /** Never waits. */
    Pace UNHURRIED = bytes -> {};

    /**
     * Before the next piece.
     *
     * @param bytes of it
     */
    void next(int bytes) throws IOException;
}
