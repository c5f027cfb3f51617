package io.foresnap.serving;

import io.foresnap.cache.CacheSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The same where the disk tier is encrypted. */
class EncryptedFlippedBytesTest extends FlippedBytesTest {

    private static final String KEY = "00112233445566778899aabbccddeeff";

    @Override
    CacheSettings settings() {
        Path file = folder.resolve("key");
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, KEY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.settings().withDiskKey(file);
    }
}
