package io.foresnap.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk that fails from some moment on, as one does that is full, broken or gone. */
final class TestingStore implements DiskStore {

    private final DiskStore disk;
    private @Nullable Failing failing;
    private int failures;

    /** What fails. */
    enum Failing {
        WRITE,
        READ,
        EVERYTHING
    }

    TestingStore(DiskStore disk) {
        this.disk = disk;
    }

    void fail(Failing what) {
        failing = what;
    }

    /** How often it has failed. */
    int failures() {
        return failures;
    }

    private void attempt(Failing what) throws IOException {
        if (failing == what || failing == Failing.EVERYTHING) {
            failures++;
            throw new IOException("No space left on device");
        }
    }

    @Override
    public List<Stored> list() throws IOException {
        attempt(Failing.READ);
        return disk.list();
    }

    @Override
    public byte[] readFirst(String name, int bytes) throws IOException {
        attempt(Failing.READ);
        return disk.readFirst(name, bytes);
    }

    @Override
    public byte[] read(String name) throws IOException {
        attempt(Failing.READ);
        return disk.read(name);
    }

    @Override
    public void write(String name, Iterable<ByteBuffer> content) throws IOException {
        attempt(Failing.WRITE);
        disk.write(name, content);
    }

    @Override
    public void delete(String name) throws IOException {
        attempt(Failing.WRITE);
        disk.delete(name);
    }

    @Override
    public void quarantine(String name) throws IOException {
        attempt(Failing.WRITE);
        disk.quarantine(name);
    }

    @Override
    public void emptyQuarantine() throws IOException {
        attempt(Failing.WRITE);
        disk.emptyQuarantine();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
