package io.foresnap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system under {@code testing:///}, which fails when it is told to. */
public final class TestingFileSystem extends RawLocalFileSystem {

    private static final AtomicInteger REFUSALS = new AtomicInteger();
    private static final AtomicInteger CHANGES_LEFT = new AtomicInteger(Integer.MAX_VALUE);
    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final AtomicInteger LISTED = new AtomicInteger();
    private static final AtomicBoolean STUCK = new AtomicBoolean();
    private static final AtomicBoolean DEAF = new AtomicBoolean();
    private static volatile Runnable watcher = () -> {};
    private static volatile CountDownLatch freed = new CountDownLatch(1);
    private static volatile CountDownLatch interrupted = new CountDownLatch(1);

    /** Works again; nothing waits any more. */
    public static void recover() {
        REFUSALS.set(0);
        CHANGES_LEFT.set(Integer.MAX_VALUE);
        OPENED.set(0);
        LISTED.set(0);
        STUCK.set(false);
        DEAF.set(false);
        watcher = () -> {};
        freed.countDown();
        freed = new CountDownLatch(1);
        interrupted = new CountDownLatch(1);
    }

    /** Refuses so many operations from now on. */
    public static void refuse(int operations) {
        REFUSALS.set(operations);
    }

    /** Refuses to create, rename or delete anything more after so many times, as after a crash. */
    public static void crashAfterChanges(int changes) {
        CHANGES_LEFT.set(changes);
    }

    private static void change() throws IOException {
        if (CHANGES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            throw new IOException("crashed");
        }
    }

    /** Somebody who looks after every change of what is visible. */
    public static void watch(Runnable looking) {
        watcher = looking;
    }

    /** Lets every reader wait until the file system recovers or the reader is interrupted. */
    public static void getStuck() {
        STUCK.set(true);
    }

    /** The same, and an interrupt frees nobody. */
    public static void getStuckForGood() {
        DEAF.set(true);
        STUCK.set(true);
    }

    /** Who is stuck stays stuck, others are not any more. */
    public static void letOthersPass() {
        STUCK.set(false);
    }

    /** Whether somebody who was stuck has been interrupted; waits up to a minute for it. */
    public static boolean awaitInterrupted() throws InterruptedException {
        return interrupted.await(1, TimeUnit.MINUTES);
    }

    /** How many files have been opened since it recovered. */
    public static int opened() {
        return OPENED.get();
    }

    /** How often a folder has been listed since it recovered. */
    public static int listed() {
        return LISTED.get();
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException deaf) {
                Thread.onSpinWait();
            }
        }
    }

    private static void fail() throws IOException {
        if (REFUSALS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("Connection refused");
        }
        if (STUCK.get()) {
            try {
                if (DEAF.get()) {
                    awaitDeaf(freed);
                    return;
                }
                freed.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    @Override
    public String getScheme() {
        return "testing";
    }

    @Override
    public URI getUri() {
        return URI.create("testing:///");
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENED.incrementAndGet();
        fail();
        return super.open(path, bufferSize);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        fail();
        change();
        return super.create(
                path, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        change();
        boolean done = super.rename(from, to);
        watcher.run();
        return done;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        change();
        boolean done = super.delete(path, recursive);
        watcher.run();
        return done;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        LISTED.incrementAndGet();
        fail();
        return super.listStatus(path);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        change();
        return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    }
}
