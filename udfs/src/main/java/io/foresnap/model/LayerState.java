package io.foresnap.model;

/**
 * State of a recurrent layer as bytes: two a number, a fixed point in steps of 1/8192 within +-4.
 * That is finer than what a step of training moves a state by, and half of what floats take.
 */
final class LayerState {

    /** Bytes of a number. */
    static final int WIDTH = 2;

    private static final double SCALE = 8192;

    private LayerState() {}

    /** The bytes of a state. */
    static byte[] of(double[] state) {
        byte[] bytes = new byte[WIDTH * state.length];
        for (int i = 0; i < state.length; i++) {
            double scaled = Math.rint(SCALE * state[i]);
            int value = (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, scaled));
            bytes[WIDTH * i] = (byte) (value >> 8);
            bytes[WIDTH * i + 1] = (byte) value;
        }
        return bytes;
    }

    /** Reads a whole state that begins at an offset. */
    static void read(byte[] bytes, int offset, double[] into) {
        for (int i = 0; i < into.length; i++) {
            int at = offset + WIDTH * i;
            into[i] = (short) (bytes[at] << 8 | bytes[at + 1] & 0xff) / SCALE;
        }
    }
}
