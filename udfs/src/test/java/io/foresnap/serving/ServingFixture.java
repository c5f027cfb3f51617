package io.foresnap.serving;

import io.foresnap.Orders;
import io.foresnap.TestingFileSystem;
import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;

/** A table in real files and what the serving operators need to answer requests for it. */
final class ServingFixture implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofMinutes(10);
    static final long NOW = Orders.START + 500_000;

    final Storage storage;
    final Orders orders;
    final ServingSettings settings;

    /** On the file system that can be told to fail; what fails is tried three times. */
    ServingFixture(Path folder, int partitions) throws IOException {
        this("testing://" + folder, partitions);
    }

    ServingFixture(String root, int partitions) throws IOException {
        storage = Storage.open(root);
        orders = new Orders(storage, "public.orders", partitions);
        TestingFileSystem.recover();
        settings =
                new ServingSettings(
                        new StorageSettings(root, new Retry(2, 1), List.of()),
                        new VirtualClock(NOW, 0, 1e-12),
                        CacheSettings.ofMemory(1 << 20),
                        2,
                        TIMEOUT,
                        Duration.ZERO);
    }

    BackupRequest request(String id, int partitions) {
        return new BackupRequest(
                id,
                orders.table,
                IntStream.range(0, partitions).boxed().toList(),
                orders.now(),
                "test",
                NOW);
    }

    ServeTask.Attempt attempt(String requestId, String attempt, int partitions) {
        return new ServeTask.Attempt(request(requestId, partitions), attempt, NOW, 1.5);
    }

    ServeTask task(ServeTask.Attempt attempt, int partition) throws IOException {
        return new ServeTask(attempt, orders.plan(partition));
    }

    /** Names in the folder of backups. */
    List<String> backups() throws IOException {
        return storage.list(storage.directory("backups", orders.table)).stream()
                .map(FileStatus::getPath)
                .map(org.apache.hadoop.fs.Path::getName)
                .toList();
    }

    /** Those that anybody can see. */
    List<String> visibleBackups() throws IOException {
        return backups().stream().filter(name -> !name.startsWith(".")).toList();
    }

    @Override
    public void close() throws IOException {
        TestingFileSystem.recover();
        storage.close();
    }
}
