package io.foresnap.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes and reads the bytes of models: big-endian, arrays with their length before them. */
final class ModelBytes {

    private ModelBytes() {}

    /** Something that writes itself. */
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    /** Something that reads itself. */
    interface Reading {
        void read(DataInputStream in) throws IOException;
    }

    static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            body.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads all of the bytes; too few or too many are an {@link IllegalArgumentException}. */
    static void read(byte[] bytes, Reading reading) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            reading.read(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException(
                        "model data goes on for " + in.available() + " bytes after its end");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("model data ends too early", e);
        }
    }

    static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /** Reads into an array whose length the data must have. */
    static void readDoubles(DataInputStream in, double[] into) throws IOException {
        int length = in.readInt();
        if (length != into.length) {
            throw new IllegalArgumentException(
                    "model data has " + length + " values where " + into.length + " belong");
        }
        for (int i = 0; i < length; i++) {
            into[i] = in.readDouble();
        }
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("model data names a part of " + length + " bytes");
        }
        return in.readNBytes(length);
    }
}
