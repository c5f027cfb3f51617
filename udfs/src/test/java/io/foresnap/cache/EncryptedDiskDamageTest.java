package io.foresnap.cache;

import java.io.IOException;
import java.nio.file.Path;

/** Encrypted files that are not what was written: the same must hold of them. */
class EncryptedDiskDamageTest extends DiskDamageTest {

    @Override
    TestingDisk open(Path at) throws IOException {
        return new TestingDisk(
                at, TestingDisk.key(at.resolve("key"), "0123456789abcdef".repeat(4)));
    }
}
