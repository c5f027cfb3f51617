package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.Runs;
import io.foresnap.cache.CacheSettings;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.CachedFile;
import io.foresnap.event.TablePartition;
import io.foresnap.event.VirtualClock;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.serving.CacheFunction;
import io.foresnap.serving.ServeTask;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class RunChunkTest {

    private static final int MIB = 1 << 20;
    private static final TablePartition ORDERS = new TablePartition("public.orders", 1);

    /** Practically stands still at 1000. */
    private static final VirtualClock CLOCK = new VirtualClock(1000, 0, 1e-12);

    private KeyedTwoInputStreamOperatorTestHarness<String, RunChunk, ServeTask, ServeTask> node;

    @BeforeEach
    void open() throws Exception {
        node =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(
                                new CacheFunction(CacheSettings.ofMemory(64L * MIB).with(CLOCK))),
                        RunChunk::key,
                        ServeTask::key,
                        Types.STRING);
        node.open();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        assertThat(NodeCache.current()).isNull();
    }

    private static PrefetchTask until(TablePartition of, long deadlineMs) {
        return PrefetchTask.listed(
                Prediction.ofProbability(of.table(), of.partition(), 0, deadlineMs, .5), 0);
    }

    private static RunCache cache() {
        return Objects.requireNonNull(NodeCache.current());
    }

    private static byte[] cached(String path) {
        CachedFile run = cache().get(path);
        assertThat(run).as(path).isNotNull();
        return Objects.requireNonNull(run).bytes();
    }

    private void send(List<RunChunk> chunks) throws Exception {
        for (RunChunk chunk : chunks) {
            node.processElement1(chunk, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, MIB - 1, MIB, MIB + 1, 2 * MIB, 5 * MIB + 12345})
    void aRunArrivesAsItWasCut(int size) throws Exception {
        byte[] run = Runs.bytes(size);

        List<RunChunk> chunks = RunChunk.cut(until(ORDERS, 2000), "path", 77, run);
        send(chunks);

        assertThat(chunks).hasSize((size + MIB - 1) / MIB);
        assertThat(chunks).allSatisfy(c -> assertThat(c.bytes()).hasSizeLessThanOrEqualTo(MIB));
        assertThat(chunks).allSatisfy(c -> assertThat(c.key()).isEqualTo("public.orders/1"));
        assertThat(cached("path")).isEqualTo(run);
        assertThat(cache().prefetchedBytes()).isEqualTo(77);
    }

    @Test
    void theRunsOfSeveralPartitionsMayArriveInTurns() throws Exception {
        TablePartition users = new TablePartition("public.users", 0);
        byte[] first = Runs.bytes(2 * MIB + 5);
        byte[] second = Runs.bytes(2 * MIB + 9);
        List<RunChunk> a = RunChunk.cut(until(ORDERS, 2000), "a", 1, first);
        List<RunChunk> b = RunChunk.cut(until(users, 2000), "b", 1, second);

        for (int i = 0; i < 3; i++) {
            send(List.of(a.get(i), b.get(i)));
        }

        assertThat(cached("a")).isEqualTo(first);
        assertThat(cached("b")).isEqualTo(second);
    }

    @Test
    void aRunWhoseBeginningWasLostInAFailureIsLeftOut() throws Exception {
        List<RunChunk> chunks = RunChunk.cut(until(ORDERS, 2000), "path", 1, Runs.bytes(3 * MIB));

        send(chunks.subList(1, 3));

        assertThat(cache().contains("path")).isFalse();
    }

    @Test
    void aRunThatBrokeOffIsTakenWhenItIsSentAgain() throws Exception {
        byte[] run = Runs.bytes(3 * MIB);
        List<RunChunk> chunks = RunChunk.cut(until(ORDERS, 2000), "path", 1, run);

        send(chunks.subList(0, 2));
        send(chunks);

        assertThat(cached("path")).isEqualTo(run);
    }

    @Test
    void whatArrivesAfterItsDeadlineIsNotKept() throws Exception {
        send(RunChunk.cut(until(ORDERS, 1000), "path", 1, Runs.bytes(32)));

        assertThat(cache().contains("path")).isFalse();
    }
}
