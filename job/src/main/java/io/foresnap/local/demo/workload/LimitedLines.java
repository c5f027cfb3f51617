package io.foresnap.local.demo.workload;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A text whose lines have a greatest length: a file without line ends must not fill the memory. */
final class LimitedLines extends FilterReader {

    static final int MOST_CHARACTERS = 1 << 16;

    private int length;

    LimitedLines(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int from, int most) throws IOException {
        int read = super.read(buffer, from, most);
        for (int i = from; i < from + read; i++) {
            length = buffer[i] == '\n' || buffer[i] == '\r' ? 0 : length + 1;
            if (length > MOST_CHARACTERS) {
                throw new IOException("a line is longer than " + MOST_CHARACTERS + " characters");
            }
        }
        return read;
    }
}
