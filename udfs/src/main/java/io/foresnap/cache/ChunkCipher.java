package io.foresnap.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and decrypts one file's chunks by AES-GCM. A chunk's nonce is its number and whether it
 * is the last, its associated data the file's name: no chunk can stand in for another, in the file
 * or of another file, and none can be left out at the end. The form is STREAM of Hoang,
 * Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance" (2015), with a key for each file. Not for several threads.
 */
final class ChunkCipher {

    /** Most plain bytes of a chunk; every chunk but the last has as many. */
    static final int CHUNK_BYTES = 16 << 10;

    /** How much longer an encrypted chunk is. */
    static final int TAG_BYTES = 16;

    /** Random bytes that a file's key is derived with. */
    static final int SALT_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;
    private final byte[] name;
    private final Cipher cipher;

    ChunkCipher(DiskKey key, byte[] salt, String name) {
        this.key = key.ofFile(salt);
        this.name = name.getBytes(StandardCharsets.UTF_8);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    static byte[] newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    private void begin(int mode, int number, boolean last) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES).putLong(number).putInt(last ? 1 : 0).array();
        cipher.init(mode, key, new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
        cipher.updateAAD(name);
    }

    /** Encrypts a chunk, to where another buffer stands. */
    void encrypt(int number, boolean last, ByteBuffer plain, ByteBuffer to) {
        try {
            begin(Cipher.ENCRYPT_MODE, number, last);
            cipher.doFinal(plain, to);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt: " + e.getMessage(), e);
        }
    }

    /** Decrypts a chunk, to where another buffer stands. */
    void decrypt(int number, boolean last, ByteBuffer encrypted, ByteBuffer to)
            throws DiskFile.DamagedException {
        try {
            begin(Cipher.DECRYPT_MODE, number, last);
            cipher.doFinal(encrypted, to);
        } catch (AEADBadTagException e) {
            throw new DiskFile.DamagedException(
                    "has been changed, or is another file, by what chunk " + number + " says");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot decrypt: " + e.getMessage(), e);
        }
    }
}
