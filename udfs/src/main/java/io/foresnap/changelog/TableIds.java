package io.foresnap.changelog;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Turns table ids and request ids from outside into path names, and refuses what is a trick. */
public final class TableIds {

    /** File systems limit a name to 255 bytes; the longest encoded id stays below. */
    private static final int MAX_LENGTH = 200;

    private static final String PLAIN = "-_.";

    /**
     * Checks an id from outside.
     *
     * @param what what it is, for the message: "table", "requestId"
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public static String validate(String what, String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (encode(id).length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what
                            + " is longer than "
                            + MAX_LENGTH
                            + " bytes: "
                            + printable(id, 40)
                            + "...");
        }
        if (id.startsWith(".") || id.startsWith("_") || id.contains("..")) {
            throw new IllegalArgumentException(
                    what
                            + " must not begin with '.' or '_' nor contain '..': "
                            + printable(id, 80));
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '/' || c == '\\') {
                throw new IllegalArgumentException(
                        what + " must not contain path separators: " + printable(id, 80));
            }
            if (Character.isISOControl(c) || Character.isSurrogate(c) && !isPaired(id, i)) {
                throw new IllegalArgumentException(
                        what + " contains a character that is not printable: " + printable(id, 80));
            }
        }
        return id;
    }

    /** The path name of a valid id: letters, digits, '-', '_' and '.' as they are, else %XX. */
    public static String encode(String id) {
        StringBuilder name = new StringBuilder(id.length());
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", (int) c));
            }
        }
        return name.toString();
    }

    /** The id of a path name that {@link #encode} made; empty for any other name. */
    public static Optional<String> decode(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[bytes.length];
        int n = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                if (i + 2 >= bytes.length) {
                    return Optional.empty();
                }
                int high = Character.digit(bytes[++i], 16);
                int low = Character.digit(bytes[++i], 16);
                out[n++] = (byte) (high << 4 | low);
            } else {
                out[n++] = bytes[i];
            }
        }
        String id = new String(out, 0, n, StandardCharsets.UTF_8);
        return encode(id).equals(name) ? Optional.of(id) : Optional.empty();
    }

    private static boolean isPaired(String id, int i) {
        return Character.isHighSurrogate(id.charAt(i))
                ? i + 1 < id.length() && Character.isLowSurrogate(id.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(id.charAt(i - 1));
    }

    private static String printable(String id, int most) {
        String shown = id.length() <= most ? id : id.substring(0, most);
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    private TableIds() {}
}
