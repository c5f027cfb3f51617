package io.foresnap;

import io.foresnap.changelog.Run;
import java.nio.ByteBuffer;
import java.util.Random;

/** Runs without meaning, where only their bytes matter. */
public final class Runs {

    private static final int MAGIC = 0x46534e32;

    /** A run of a size in bytes, at least 32. */
    public static Run ofSize(int bytes) {
        return Run.of(bytes(bytes));
    }

    /** Its bytes. */
    public static byte[] bytes(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        ByteBuffer.wrap(data).putInt(MAGIC).putInt(0).putLong(0).putLong(0).putLong(0);
        return data;
    }

    private Runs() {}
}
