package io.foresnap.changelog;

import java.nio.ByteBuffer;

/** Reads Avro's binary encoding from a decompressed block without making objects. */
public final class AvroBytes {

    private byte[] data = new byte[0];
    private int position;
    private int end;

    /** Starts reading a block. */
    public void reset(byte[] block) {
        reset(ByteBuffer.wrap(block));
    }

    /** Starts reading a block that is part of an array. */
    public void reset(ByteBuffer block) {
        data = block.array();
        position = block.arrayOffset() + block.position();
        end = block.arrayOffset() + block.limit();
    }

    /** The array that positions refer to. */
    public byte[] data() {
        return data;
    }

    /** Where the next read begins. */
    public int position() {
        return position;
    }

    /** A long (zigzag, variable length). */
    public long readLong() {
        long value = 0;
        int shift = 0;
        while (true) {
            if (position >= end || shift > 63) {
                throw new IllegalStateException("record ends early");
            }
            byte b = data[position++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
            shift += 7;
        }
    }

    /** The length of a bytes or string field, whose content is then at {@link #position}. */
    public int readLength() {
        long length = readLong();
        if (length < 0 || length > end - position) {
            throw new IllegalStateException("a field claims " + length + " bytes");
        }
        return (int) length;
    }

    /** The length of a field of type null or bytes; -1 when null. */
    public int readNullableLength() {
        long branch = readLong();
        if (branch != 0 && branch != 1) {
            throw new IllegalStateException("a union claims branch " + branch);
        }
        return branch == 0 ? -1 : readLength();
    }

    /** Goes on behind a field's content. */
    public void skip(int bytes) {
        position += bytes;
    }
}
