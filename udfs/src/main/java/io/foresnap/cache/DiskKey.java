package io.foresnap.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that the disk tier is encrypted with. It encrypts nothing itself: each file has a key of
 * its own, derived from it by HMAC-SHA256 and the file's random salt, so that however many files
 * there are, no two chunks are ever encrypted with the same key and nonce.
 */
final class DiskKey {

    /** Bytes of {@link #id}. */
    static final int ID_BYTES = 8;

    private static final String OPTION = "cache.disk-key-file ";
    private static final int LARGEST_FILE = 1 << 10;
    private static final Pattern HEXADECIMAL =
            Pattern.compile("(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{64})");
    private static final Set<PosixFilePermission> OWNERS =
            PosixFilePermissions.fromString("rwx------");
    private static final String SUPERUSER = "root";

    private final byte[] bytes;
    private final byte[] id;

    private DiskKey(byte[] bytes) {
        this.bytes = bytes;
        this.id = Arrays.copyOf(derived("id", new byte[0]), ID_BYTES);
    }

    /**
     * Reads a key file: one line with 16 or 32 bytes, hexadecimal or Base64. Where the file system
     * knows permissions, nobody but its owner may have any; the group of a file that the superuser
     * has laid there for another user, as an orchestrator does with secrets, may read it.
     *
     * @throws IllegalArgumentException says what is wrong with the file, and nothing of its content
     */
    static DiskKey read(Path file) {
        try {
            requireOwnersAlone(file);
            if (!Files.isRegularFile(file)) {
                throw wrong(file, "is no file");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw wrong(file, "is too large for a key: " + Files.size(file) + " bytes");
            }
            // Any byte is a character: what is no key shall be called that, not malformed.
            return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(OPTION + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    OPTION + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireOwnersAlone(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
        String owner = Files.getOwner(file).getName();
        if (!OWNERS.containsAll(ofOthers(granted, owner, System.getProperty("user.name", "")))) {
            throw wrong(
                    file,
                    "may be used by others than its owner ("
                            + PosixFilePermissions.toString(granted)
                            + "): chmod 600 it");
        }
    }

    /** What is granted, but for what the group may have. */
    static Set<PosixFilePermission> ofOthers(
            Set<PosixFilePermission> granted, String owner, String user) {
        Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
        others.addAll(granted);
        if (owner.equals(SUPERUSER) && !user.equals(SUPERUSER)) {
            others.remove(PosixFilePermission.GROUP_READ);
        }
        return others;
    }

    private static DiskKey parse(Path file, String text) {
        if (text.isEmpty()) {
            throw wrong(file, "is empty");
        }
        if (text.lines().count() > 1) {
            throw wrong(file, "must hold one line, but holds " + text.lines().count());
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return new DiskKey(HexFormat.of().parseHex(text));
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw wrong(
                    file,
                    "must hold 16 or 32 bytes in hexadecimal (32 or 64 digits) or Base64, but its "
                            + text.length()
                            + " characters are neither");
        }
        if (decoded.length != 16 && decoded.length != 32) {
            throw wrong(
                    file,
                    "must hold 16 or 32 bytes in hexadecimal (32 or 64 digits) or Base64, but its "
                            + text.length()
                            + " characters are Base64 of "
                            + decoded.length
                            + " bytes");
        }
        return new DiskKey(decoded);
    }

    private static IllegalArgumentException wrong(Path file, String what) {
        return new IllegalArgumentException(OPTION + file + " " + what);
    }

    /** What tells this key from others, and nothing else about it. */
    byte[] id() {
        return id.clone();
    }

    /**
     * The key of a file.
     *
     * @param salt the file's, random
     */
    SecretKey ofFile(byte[] salt) {
        return new SecretKeySpec(derived("file", salt), 0, bytes.length, "AES");
    }

    private byte[] derived(String purpose, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update(("foresnap disk cache " + purpose + '\0').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
