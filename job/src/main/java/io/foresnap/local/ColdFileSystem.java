package io.foresnap.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * A file system that answers as cold storage does: each open of a file that exists takes a while,
 * and each stream gives so many bytes a second. Everything else is as fast as what it stands
 * before.
 *
 * <p>Hadoop makes it where {@code fs.<scheme>.impl} names it. {@code foresnap.cold.over} is the
 * class of the file system behind it, {@code foresnap.cold.open-millis} what an open takes, {@code
 * foresnap.cold.stream-bytes-per-second} what a stream gives.
 */
public final class ColdFileSystem extends FilterFileSystem {

    private static final String OVER = "foresnap.cold.over";
    private static final String OPEN_MILLIS = "foresnap.cold.open-millis";
    private static final String BYTES_PER_SECOND = "foresnap.cold.stream-bytes-per-second";
    private static final int DEFAULT_OPEN_MILLIS = 20;
    private static final long DEFAULT_BYTES_PER_SECOND = 100L << 20;

    private long openMillis;
    private long bytesPerSecond;

    /** The properties by which Hadoop puts this before its own client of HDFS. */
    public static Map<String, String> beforeHdfs() {
        return Map.of("fs.hdfs.impl", ColdFileSystem.class.getName());
    }

    /** What it does, for people. */
    public static String describe() {
        return "cold: %d ms an open, %d MiB/s a stream"
                .formatted(DEFAULT_OPEN_MILLIS, DEFAULT_BYTES_PER_SECOND >> 20);
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        fs =
                ReflectionUtils.newInstance(
                        conf.getClass(OVER, DistributedFileSystem.class, FileSystem.class), conf);
        fs.initialize(name, conf);
        super.initialize(name, conf);
        statistics = FileSystem.getStatistics(getScheme(), getClass());
        openMillis = positive(OPEN_MILLIS, conf.getLong(OPEN_MILLIS, DEFAULT_OPEN_MILLIS));
        bytesPerSecond =
                positive(
                        BYTES_PER_SECOND, conf.getLong(BYTES_PER_SECOND, DEFAULT_BYTES_PER_SECOND));
    }

    private static long positive(String key, long value) throws IOException {
        if (value <= 0) {
            throw new IOException(key + " must be positive, but is " + value);
        }
        return value;
    }

    @Override
    public String getScheme() {
        return fs.getScheme();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        long started = System.nanoTime();
        FSDataInputStream in = fs.open(path, bufferSize);
        sleepUntil(started + TimeUnit.MILLISECONDS.toNanos(openMillis));
        return new FSDataInputStream(new SlowStream(in, bytesPerSecond));
    }

    private static void sleepUntil(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    /** Gives its bytes no faster than at a rate. */
    private static final class SlowStream extends InputStream
            implements org.apache.hadoop.fs.Seekable, org.apache.hadoop.fs.PositionedReadable {

        private final FSDataInputStream in;
        private final long bytesPerSecond;
        private long dueNanos = System.nanoTime();

        SlowStream(FSDataInputStream in, long bytesPerSecond) {
            this.in = in;
            this.bytesPerSecond = bytesPerSecond;
        }

        private int slowly(int bytes) throws IOException {
            long nanos = TimeUnit.SECONDS.toNanos(Math.max(0, bytes)) / bytesPerSecond;
            dueNanos = Math.max(dueNanos, System.nanoTime() - nanos) + nanos;
            sleepUntil(dueNanos);
            return bytes;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            slowly(1);
            return b;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            return slowly(in.read(into, from, count));
        }

        @Override
        public int read(long position, byte[] into, int from, int count) throws IOException {
            return slowly(in.read(position, into, from, count));
        }

        @Override
        public void readFully(long position, byte[] into, int from, int count) throws IOException {
            in.readFully(position, into, from, count);
            slowly(count);
        }

        @Override
        public void readFully(long position, byte[] into) throws IOException {
            readFully(position, into, 0, into.length);
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) throws IOException {
            return in.seekToNewSource(position);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
