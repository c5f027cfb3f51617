package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRecordTest {

    private static final Set<PosixFilePermission> READABLE_BY_ALL =
            PosixFilePermissions.fromString("rw-r--r--");

    @TempDir Path folder;

    @Test
    void aJobIsStartedAgainWithItsOptionsFromItsNewestSavepoint() throws IOException {
        Path file = folder.resolve("jobs/main.properties");

        new JobRecord(file).started(Map.of("parallelism.default", "2"));
        new JobRecord(file).saved("hdfs://n/savepoint-1");
        new JobRecord(file).saved("hdfs://n/savepoint-2");
        new JobRecord(file).started(Map.of("parallelism.default", "1"));

        assertThat(new JobRecord(file).options())
                .containsExactly(Map.entry("parallelism.default", "1"));
        assertThat(new JobRecord(file).oldSavepoint()).contains("hdfs://n/savepoint-2");
    }

    @Test
    void aSavepointFromBeforeTheJobsLastStartIsNotTakenUnasked() throws IOException {
        JobRecord record = new JobRecord(folder.resolve("main.properties"));
        record.started(Map.of());
        record.saved("hdfs://n/savepoint-1");

        assertThat(record.savepoint()).contains("hdfs://n/savepoint-1");
        record.started(Map.of());
        assertThat(record.savepoint()).isEmpty();
        record.started(Map.of());
        assertThat(record.oldSavepoint()).contains("hdfs://n/savepoint-1");
    }

    @Test
    void ofAJobThatWasNeverStartedNothingIsKnown() throws IOException {
        JobRecord none = new JobRecord(folder.resolve("none.properties"));

        assertThat(none.options()).isEmpty();
        assertThat(none.savepoint()).isEmpty();
    }

    @Test
    void nobodyElseReadsTheOptions() throws IOException {
        Path file = folder.resolve("main.properties");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(READABLE_BY_ALL));

        new JobRecord(file).started(Map.of("kafka.properties.sasl.jaas.config", "swordfish"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }
}
