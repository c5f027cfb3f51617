package io.foresnap.client;

import java.nio.file.NoSuchFileException;

/** Why a Kafka client failed, in one line: what lies deepest says it. */
final class Reason {

    static String of(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof NoSuchFileException
                ? "no such file: " + root.getMessage()
                : String.valueOf(root.getMessage());
    }

    private Reason() {}
}
