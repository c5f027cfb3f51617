package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** HDFS that refuses for a while, and many requests at once; the job never restarts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StorageFaultTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private TestingCluster cluster;
    private JobID job;
    private Shop orders;

    @BeforeAll
    void start() throws IOException {
        cluster = new TestingCluster();
        orders = new Shop(cluster.storage, "public.orders", 2, 50, START);
        orders.close(START + HOUR);
        Configuration options = cluster.options();
        options.set(ForesnapOptions.STORAGE_RETRIES, 3);
        job = cluster.submit(options);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    private static String request(String id) {
        return "{\"requestId\":\"" + id + "\",\"table\":\"public.orders\"}";
    }

    private void assertServed(JsonNode result) throws IOException {
        assertThat(result.get("status").asText()).as("%s", result).isEqualTo("ACKNOWLEDGED");
        assertThat(cluster.rowsOf(result)).isEqualTo(orders.rows());
    }

    private void assertNeverRestarted() throws Exception {
        for (AccessExecutionVertex task :
                cluster.flink.cluster().getExecutionGraph(job).get().getAllExecutionVertices()) {
            assertThat(task.getCurrentExecutionAttempt().getAttemptNumber())
                    .as(task.getTaskNameWithSubtaskIndex())
                    .isZero();
        }
    }

    private void safeMode(SafeModeAction action) throws IOException {
        cluster.hdfs.cluster().getFileSystem().setSafeMode(action);
    }

    @Test
    void aRequestFailsWithTheCauseWhileHdfsRefusesToWriteAndTheNextOneIsServed() throws Exception {
        safeMode(SafeModeAction.SAFEMODE_ENTER);
        JsonNode failed;
        try {
            cluster.send(request("refused"));
            failed = cluster.result("refused");
        } finally {
            safeMode(SafeModeAction.SAFEMODE_LEAVE);
        }
        cluster.send(request("after"));
        JsonNode after = cluster.result("after");
        cluster.send(request("refused"));
        JsonNode again = cluster.result("refused");

        assertThat(failed.get("status").asText()).isEqualTo("FAILED");
        assertThat(failed.get("reason").asText())
                .contains("after 4 attempts")
                .containsIgnoringCase("safe mode");
        assertServed(after);
        assertServed(again);
        assertNeverRestarted();
    }

    @Test
    void aRequestFailsWithTheCauseWhileTheNameNodeIsDownAndTheNextOneIsServed() throws Exception {
        cluster.hdfs.cluster().shutdownNameNode(0);
        JsonNode failed;
        try {
            cluster.send(request("while-down"));
            failed = cluster.result("while-down");
        } finally {
            cluster.hdfs.cluster().restartNameNode(0, true);
        }
        cluster.send(request("when-back"));

        assertThat(failed.get("status").asText()).isEqualTo("FAILED");
        assertThat(failed.get("reason").asText())
                .contains("after 4 attempts")
                .contains("Connection refused");
        assertServed(cluster.result("when-back"));
        assertNeverRestarted();
    }

    @Test
    void twentyRequestsOfOneIdAtOnceGetOneAnswerAndOneBackup() throws Exception {
        for (int i = 0; i < 20; i++) {
            cluster.send(request("same"));
        }
        Set<JsonNode> answers = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            answers.add(cluster.result("same"));
        }

        assertThat(answers).hasSize(1);
        assertServed(answers.iterator().next());
        assertThat(cluster.storage.list(cluster.storage.directory("backups", "public.orders")))
                .extracting(FileStatus::getPath)
                .extracting(Path::getName)
                .filteredOn(name -> name.contains("same"))
                .containsExactly("same");
    }

    @Test
    void aMessageAsLongAsKafkaTakesIsRejectedAndTheJobGoesOn() throws Exception {
        cluster.send("garbage " + "\u0001".repeat(1_000_000));
        JsonNode rejection = cluster.rejection("not JSON");
        cluster.send(request("after-garbage"));

        assertThat(rejection.get("request").asText().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(200_000);
        assertServed(cluster.result("after-garbage"));
        assertNeverRestarted();
    }
}
