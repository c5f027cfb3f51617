package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.cli.Foresnap;
import io.foresnap.local.LiveMetrics;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history made of recorded requests, in a real job and out of its savepoint again. */
class HistoryCommandTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int HOURS = 72;

    @TempDir Path folder;

    private String foresnap(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Foresnap.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(args);
        assertThat(code).as("%s%s", out, err).isZero();
        return out.toString();
    }

    /** One table every hour, partition 0 by nightly and partition 1 by nobody. */
    private List<String> trace() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp_ms,table,partition,requester"));
        for (int hour = 0; hour < HOURS; hour++) {
            long timeMs = START + hour * HOUR + 60_000;
            lines.add(timeMs + ",public.orders,0,nightly");
            lines.add((timeMs + 1000) + ",public.orders,1,");
        }
        Files.write(folder.resolve("trace.csv"), lines);
        return lines;
    }

    @Test
    void aNewJobHasLearnedRecordedRequestsAndItsSavepointTellsThemAgain() throws Exception {
        trace();
        String imported = folder.resolve("imported").toUri().toString();
        String printed =
                foresnap(
                        "history",
                        "import",
                        "--trace=" + folder.resolve("trace.csv"),
                        "--savepoint=" + imported,
                        "--prediction-interval=1h",
                        "--model-type=LOGISTIC",
                        "-Dhistory.time-to-live=90d",
                        "-Dpipeline.max-parallelism=64");
        assertThat(SavepointLoader.loadSavepointMetadata(imported).getOperatorStates())
                .isNotEmpty()
                .allMatch(operator -> operator.getMaxParallelism() == 64);
        assertThat(printed).contains("144 requests for 2 partitions of 1 tables by 1 requesters");

        try (TestingCluster cluster = new TestingCluster()) {
            Configuration options = cluster.options();
            options.set(ForesnapOptions.PREDICTION_INTERVAL, Duration.ofHours(1));
            options.set(ForesnapOptions.MODEL_TYPE, ModelType.LOGISTIC);
            options.set(ForesnapOptions.CLOCK_SPEED, 3600.0);
            options.set(ForesnapOptions.CLOCK_ORIGIN, START + HOURS * HOUR);
            options.set(ForesnapOptions.CLOCK_STARTED, System.currentTimeMillis());
            options.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
            options.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
            options.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    cluster.hdfs.uri() + "/checkpoints");
            // The next checkpoint removes the one that is being read.
            options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1));
            options.set(PipelineOptions.MAX_PARALLELISM, 64);

            JobID job = predicting(cluster, options, imported);
            String checkpoint = cluster.flink.cluster().triggerCheckpoint(job).get();
            assertThat(exported(checkpoint, "checkpoint")).isEqualTo(expected());
            String stopped = cluster.stopWithSavepoint(job);

            assertThat(exported(stopped, "csv")).isEqualTo(expected());
            assertParquet(stopped);
            // Another model begins anew, on the same history.
            options.set(ForesnapOptions.MODEL_TYPE, ModelType.HISTOGRAM);
            stopAfterAPrediction(cluster, options, stopped);
            // Nor does a later version forget what an earlier one has learned.
            options.removeConfig(PipelineOptions.MAX_PARALLELISM);
            stopAfterAPrediction(
                    cluster,
                    options,
                    KeptSavepoint.in(folder.resolve("kept"), KeptSavepoint.BEFORE_NEEDS));
        }
    }

    private static String stopAfterAPrediction(
            TestingCluster cluster, Configuration options, String savepoint) throws Exception {
        return cluster.stopWithSavepoint(predicting(cluster, options, savepoint));
    }

    /** No request is sent: what is predicted comes from the savepoint. */
    private static JobID predicting(TestingCluster cluster, Configuration options, String savepoint)
            throws Exception {
        Configuration resumed = new Configuration(options);
        resumed.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobID job = cluster.submit(resumed);
        TestingCluster.eventually(
                "both partitions are predicted and trained on",
                () ->
                        LiveMetrics.max("predictions").orElse(0.0) > 0
                                && LiveMetrics.max("modelExamples").orElse(0.0) > 0
                                && LiveMetrics.max("modelVersion").orElse(0.0) > 0);
        return job;
    }

    private List<String> exported(String savepoint, String into) throws IOException {
        Path out = folder.resolve("exported-" + into);
        foresnap(
                "history",
                "export",
                "--savepoint=" + savepoint,
                "--output=" + out,
                "--table=public.*",
                "--from=2026-03-04T20:00:00Z",
                "--before=2026-03-04T23:00:00Z");
        assertThat(Files.readString(out.resolve("partitions.csv")))
                .contains("\"public.orders\",\"0\",\"72\",\"2026-03-02T00:01:00Z\"")
                .contains("\"public.orders\",\"1\",\"72\",\"2026-03-02T00:01:01Z\"");
        return Files.readAllLines(out.resolve("accesses.csv"));
    }

    private static List<String> expected() {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "\"table\",\"partition\",\"time\",\"requester\","
                                        + "\"target_lag_seconds\""));
        for (int hour = 20; hour < 23; hour++) {
            lines.add(
                    "\"public.orders\",\"0\",\"2026-03-04T%d:01:00Z\",\"nightly\",\"0\""
                            .formatted(hour));
        }
        for (int hour = 20; hour < 23; hour++) {
            lines.add(
                    "\"public.orders\",\"1\",\"2026-03-04T%d:01:01Z\",\"\",\"0\"".formatted(hour));
        }
        return lines;
    }

    private void assertParquet(String savepoint) throws IOException {
        Path out = folder.resolve("exported-parquet");
        foresnap(
                "history",
                "export",
                "--savepoint=" + savepoint,
                "--output=" + out,
                "--format=parquet");
        int rows = 0;
        try (ParquetReader<Group> reader =
                new Reader(new LocalInputFile(out.resolve("accesses.parquet"))).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                assertThat(row.getString("table", 0)).isEqualTo("public.orders");
                rows++;
            }
        }
        assertThat(rows).isEqualTo(40);
    }

    private static final class Reader extends ParquetReader.Builder<Group> {
        Reader(LocalInputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected org.apache.parquet.hadoop.api.ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
