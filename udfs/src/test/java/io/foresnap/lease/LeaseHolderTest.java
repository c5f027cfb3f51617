package io.foresnap.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.TestingFileSystem;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LeaseHolderTest {

    @TempDir Path folder;
    private Storage storage;
    private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(3));
    private LeaseHolder holder;

    @BeforeEach
    void open() throws IOException {
        TestingFileSystem.recover();
        storage = Storage.open("testing://" + folder);
        holder = LeaseHolder.open(storage, nanos::get);
    }

    @AfterEach
    void close() throws IOException {
        TestingFileSystem.recover();
        holder.close();
        storage.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** How old a plan may be that is still read by, as the renewed lease tells. */
    private Duration age() throws IOException {
        holder.renew();
        Leases leases = Leases.list(storage);
        assertThat(leases.sinceMs()).hasSize(1);
        Path file;
        try (var files = Files.list(folder.resolve("leases"))) {
            file = files.findFirst().orElseThrow();
        }
        long renewed = Files.getLastModifiedTime(file).toMillis();
        return Duration.ofMillis(renewed - leases.sinceMs().get(0)).minus(Leases.SLACK);
    }

    @Test
    void anIdleLeaseHoldsWhatIsPlannedFromItsRenewalOn() throws IOException {
        assertThat(age()).isZero();
        long now = System.currentTimeMillis();

        assertThat(Leases.list(storage).noneBefore(now)).isFalse();
        assertThat(Leases.list(storage).noneBefore(now - 2 * Leases.SLACK.toMillis())).isTrue();
    }

    @Test
    void theOldestReadingCountsUntilItIsDone() throws IOException {
        LeaseHolder.Reading first = holder.begin();
        pass(Duration.ofHours(2));
        LeaseHolder.Reading second = holder.begin();
        pass(Duration.ofMinutes(5));

        assertThat(age()).isEqualTo(Duration.ofMinutes(125));
        first.close();
        assertThat(age()).isEqualTo(Duration.ofMinutes(5));
        second.close();
        assertThat(age()).isZero();
    }

    @Test
    void aReadingOfKnownLengthEndsByItself() throws IOException {
        holder.begin(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(4));
        holder.begin(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(5));

        assertThat(age()).isEqualTo(Duration.ofMinutes(9));
        pass(Duration.ofMinutes(2));
        assertThat(age()).isEqualTo(Duration.ofMinutes(7));
        pass(Duration.ofMinutes(10));
        assertThat(age()).isZero();
    }

    @Test
    void aLeaseThatIsNotRenewedExpires() throws IOException {
        Path file;
        try (var files = Files.list(folder.resolve("leases"))) {
            file = files.findFirst().orElseThrow();
        }
        long past = System.currentTimeMillis() - Leases.TIME_TO_LIVE.toMillis() - 1000;
        Files.setLastModifiedTime(file, FileTime.fromMillis(past));

        Leases leases = Leases.list(storage);

        assertThat(leases.sinceMs()).isEmpty();
        assertThat(leases.expired()).hasSize(1);
        assertThat(leases.noneBefore(0)).isTrue();
    }

    @Test
    void aRenewalThatFailsLeavesTheOldLease() throws IOException {
        LeaseHolder.Reading reading = holder.begin();
        pass(Duration.ofMinutes(1));
        TestingFileSystem.crashAfterChanges(0);

        holder.renew();

        TestingFileSystem.recover();
        assertThat(Leases.list(storage).sinceMs()).hasSize(1);
        assertThat(age()).isEqualTo(Duration.ofMinutes(1));
        reading.close();
    }

    @Test
    void beginningAReadingTouchesNoStorage() throws IOException {
        TestingFileSystem.crashAfterChanges(0);

        for (int i = 0; i < 100_000; i++) {
            holder.begin(Duration.ofMinutes(10));
            holder.begin().close();
        }

        TestingFileSystem.recover();
        assertThat(Leases.list(storage).sinceMs()).hasSize(1);
    }

    @Test
    void closingRemovesIt() throws IOException {
        holder.close();

        assertThat(folder.resolve("leases")).isEmptyDirectory();
    }
}
