package io.foresnap.savepoint;

import io.foresnap.job.LearningSettings;
import io.foresnap.job.Uids;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.runtime.kryo.JavaSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.api.OneInputStateTransformation;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Makes a savepoint of recorded requests, from which the main job starts as if it had heard them.
 */
public final class HistorySavepoint {

    /**
     * What went into a savepoint.
     *
     * @param requests how many were heard
     * @param tables how many tables they asked for
     * @param partitions how many partitions
     * @param requesters how many requesters are known by name
     * @param modelVersion newest version of the model; 0 when there is none yet
     */
    public record Summary(
            long requests, long tables, long partitions, long requesters, long modelVersion) {}

    private HistorySavepoint() {}

    /** How many ticks a trace takes, for showing progress. */
    public static int ticks(Trace trace, LearningSettings settings) {
        return grid(trace, settings).ticks() + 1;
    }

    private static TickGrid grid(Trace trace, LearningSettings settings) {
        return TickGrid.covering(trace.firstMs(), trace.lastMs(), settings.interval().toMillis());
    }

    /**
     * Learns from a trace and writes the savepoint.
     *
     * @param maxParallelism the job's {@code pipeline.max-parallelism}, at least 2
     * @param directory Hadoop or file URI that must not exist
     * @param done hears after each tick how many were played
     */
    public static Summary write(
            Trace trace,
            LearningSettings settings,
            int maxParallelism,
            String directory,
            IntConsumer done)
            throws IOException {
        LearnedState state = new TraceLearner(settings).learn(trace, grid(trace, settings), done);
        String name = BootstrapFunctions.hold(state);
        try {
            write(state, name, settings.timeToLive(), maxParallelism, directory);
        } finally {
            BootstrapFunctions.forget(name);
        }
        return new Summary(
                state.requests(),
                state.tables().size(),
                state.partitions(),
                state.habits().size(),
                state.published() == null ? 0 : state.published().version());
    }

    private static void write(
            LearnedState state,
            String name,
            Duration timeToLive,
            int maxParallelism,
            String directory)
            throws IOException {
        StreamExecutionEnvironment env = environment(maxParallelism);
        SavepointWriter writer =
                SavepointWriter.newSavepoint(env, maxParallelism)
                        .withOperator(
                                OperatorIdentifier.forUid(Uids.HISTORY),
                                of(env, state.tables().keySet())
                                        .keyBy(table -> table, Types.STRING)
                                        .transform(
                                                new BootstrapFunctions.OfHistory(name, timeToLive)))
                        .withOperator(
                                OperatorIdentifier.forUid(Uids.TRAIN),
                                of(env, List.of(Uids.TRAIN))
                                        .transform(new BootstrapFunctions.OfTraining(name)));
        if (!state.habits().isEmpty()) {
            writer.withOperator(
                    OperatorIdentifier.forUid(Uids.SUCCESSION),
                    of(env, state.habits().keySet())
                            .keyBy(key -> key, Types.STRING)
                            .transform(new BootstrapFunctions.OfSuccession(name, timeToLive)));
        }
        if (state.published() != null) {
            writer.withOperator(
                    OperatorIdentifier.forUid(Uids.SCORE),
                    of(env, List.of(Uids.SCORE)).transform(new BootstrapFunctions.OfScoring(name)));
        }
        writer.write(directory);
        try {
            env.execute("history import");
        } catch (Exception e) {
            throw new IOException(directory + ": the savepoint was not written: " + reason(e), e);
        }
    }

    /**
     * Two subtasks: chained, as they are with one, Flink's writer forgets the state's handles. What
     * it hands on is serializable, and Kryo reaches into it only where the JVM is told to allow it.
     */
    private static StreamExecutionEnvironment environment(int maxParallelism) {
        Configuration configuration = new Configuration();
        // What the writer is given is only noted; by this the keys are spread.
        configuration.set(PipelineOptions.MAX_PARALLELISM, maxParallelism);
        configuration.set(
                PipelineOptions.SERIALIZATION_CONFIG,
                Stream.of(OperatorState.class, OperatorSubtaskState.class)
                        .map(
                                type ->
                                        "%s: {type: kryo, kryo-type: registered, class: %s}"
                                                .formatted(
                                                        type.getName(),
                                                        JavaSerializer.class.getName()))
                        .toList());
        return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    }

    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static OneInputStateTransformation<String> of(
            StreamExecutionEnvironment env, Collection<String> keys) {
        DataStream<String> stream = env.fromData(new ArrayList<>(keys), Types.STRING);
        return OperatorTransformation.bootstrapWith(stream);
    }
}
