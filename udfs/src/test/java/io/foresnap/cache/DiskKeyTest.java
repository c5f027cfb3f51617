package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file with the disk tier's key. */
class DiskKeyTest {

    private static final String HEX = "00112233445566778899aabbccddeeff";

    @TempDir Path directory;

    private DiskKey key(String content) throws IOException {
        return TestingDisk.key(directory.resolve("key"), content);
    }

    private void requireRefused(String content, String... why) {
        assertThatThrownBy(() -> key(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cache.disk-key-file " + directory.resolve("key") + " ")
                .hasMessageContainingAll(why)
                .satisfies(
                        e -> {
                            if (content.length() > 12) {
                                assertThat(e).hasMessageNotContaining(content.substring(0, 12));
                            }
                        });
    }

    @Test
    void hexadecimalAndBase64OfTheSameBytesAreTheSameKey() throws Exception {
        for (String hex : new String[] {HEX, HEX + HEX}) {
            String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));

            byte[] id = key(hex + "\n").id();

            assertThat(key(base64 + "\r\n").id()).isEqualTo(id).hasSize(8);
            assertThat(key(hex.toUpperCase(java.util.Locale.ROOT)).id()).isEqualTo(id);
            assertThat(key(hex).ofFile(new byte[32]).getEncoded()).hasSize(hex.length() / 2);
            assertThat(key("f" + hex.substring(1)).id()).isNotEqualTo(id);
        }
    }

    @Test
    void whatIsNoKeyIsSaidWithoutSayingWhatItIs() {
        requireRefused("", "is empty");
        requireRefused(HEX + "\n" + HEX + "\n", "one line", "holds 2");
        requireRefused(HEX.substring(2), "16 or 32 bytes", "30 characters");
        requireRefused(HEX + HEX.substring(16), "Base64 of 36 bytes");
        requireRefused("correct horse battery", "are neither");
        requireRefused("x".repeat(2000), "too large", "2000 bytes");
        assertThatThrownBy(() -> DiskKey.read(directory.resolve("nothing")))
                .hasMessageContainingAll("cache.disk-key-file", "nothing", "does not exist");
        assertThatThrownBy(() -> DiskKey.read(directory)).hasMessageContaining("is no file");
    }

    @Test
    void aFileThatOthersMayReadIsRefusedByName() throws Exception {
        Path file = directory.resolve("open");
        Files.writeString(file, HEX);
        for (String open : new String[] {"rw----r--", "rw--w----", "rw-r--r--"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));

            assertThatThrownBy(() -> DiskKey.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(file.toString(), open, "chmod 600");
        }
    }

    @Test
    void theGroupMayReadWhatTheSuperuserLaidThereForAnother() {
        Set<PosixFilePermission> granted = PosixFilePermissions.fromString("r--r-----");

        assertThat(DiskKey.ofOthers(granted, "root", "flink"))
                .isEqualTo(PosixFilePermissions.fromString("r--------"));
        assertThat(DiskKey.ofOthers(granted, "flink", "flink")).isEqualTo(granted);
        assertThat(DiskKey.ofOthers(granted, "root", "root")).isEqualTo(granted);
    }

    @Test
    void aNodeWithAWrongKeyDoesNotStart() throws Exception {
        Path file = directory.resolve("short");
        CacheSettings settings =
                CacheSettings.ofMemory(1000).withDisk(directory.resolve("disk"), 1000);
        key(HEX);

        assertThatThrownBy(() -> new RunCache(settings.withDiskKey(file)))
                .hasMessageContaining("short does not exist");
        assertThat(directory.resolve("disk")).doesNotExist();
        RunCache cache = new RunCache(settings.withDiskKey(directory.resolve("key")));
        assertThat(cache.isDiskOn()).isTrue();
        cache.close();
    }
}
