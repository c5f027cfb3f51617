package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.Tick;
import io.foresnap.features.HistoryEvent;
import io.foresnap.features.Signal;
import io.foresnap.features.SuccessionFunction;
import io.foresnap.job.Learning;
import io.foresnap.job.Settings;
import io.foresnap.job.Times;
import io.foresnap.local.EmbeddedFlink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** How fast the history hears requests, beside pipelines that do less with them. */
final class HistoryLoad {

    private static final TypeInformation<AcceptedRequest> REQUEST =
            TypeInformation.of(AcceptedRequest.class);

    private final EmbeddedFlink flink;
    private final Settings settings;
    private final long requests;
    private final int tables;

    HistoryLoad(EmbeddedFlink flink, Configuration options, long requests, int tables) {
        this.flink = flink;
        this.settings = new Settings(options);
        this.requests = requests;
        this.tables = tables;
    }

    /**
     * A pipeline that ran.
     *
     * @param perSecond requests
     * @param cpuMicros processor time of a request: others on the machine hardly change it
     * @param updatesEach what the histories heard of a request: itself, and what it lets expect; 0
     *     where that was not counted
     */
    record Rate(double perSecond, double cpuMicros, double updatesEach) {}

    /** All operators that learn from requests. */
    Rate learned() throws IOException {
        return rate(
                "learned", source -> Learning.define(settings, source, noTicks(source)).tasks());
    }

    /** Two exchanges by the same keys, with nothing done. */
    Rate bare() throws IOException {
        return rate(
                "bare",
                source ->
                        source.keyBy(SuccessionFunction::key)
                                .map(request -> request, REQUEST)
                                .keyBy(request -> request.request().table())
                                .map(request -> request, REQUEST));
    }

    /** The same with a counter for each key: what it costs to keep any state. */
    Rate counted() throws IOException {
        return rate(
                "counted",
                source ->
                        source.keyBy(SuccessionFunction::key)
                                .process(new LoadCounter())
                                .keyBy(request -> request.request().table())
                                .process(new LoadCounter()));
    }

    /** Only who asks for what after what. */
    Rate succession() throws IOException {
        return rate(
                "succession",
                source ->
                        Learning.successions(settings, source)
                                .map(new LoadTally<>(), TypeInformation.of(HistoryEvent.class)));
    }

    /** Only the histories: they hear of the requests, not of what these let expect. */
    Rate history() throws IOException {
        return rate(
                "history",
                source ->
                        Learning.history(
                                settings,
                                source.map(
                                        HistoryEvent::of, TypeInformation.of(HistoryEvent.class)),
                                noTicks(source).map(Signal::of, TypeInformation.of(Signal.class))));
    }

    private static DataStream<Tick> noTicks(DataStream<AcceptedRequest> source) {
        return source.getExecutionEnvironment()
                .fromData(List.of(new Tick(0, false)), TypeInformation.of(Tick.class))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(Times.ofTicks())
                .setParallelism(1);
    }

    /** The whole life of the job counts: it is short beside many requests. */
    private Rate rate(String name, Function<DataStream<AcceptedRequest>, DataStream<?>> flow)
            throws IOException {
        StreamExecutionEnvironment env = flink.environment();
        env.configure(
                new Configuration()
                        .set(PipelineOptions.NAME, name)
                        .set(PipelineOptions.GENERIC_TYPES, false));
        env.setParallelism(LoadBenchmark.PARALLELISM);
        flow.apply(env.fromSequence(0, requests - 1).map(new LoadFeed(tables), REQUEST))
                .sinkTo(new DiscardingSink<>());
        long cpu = Stopwatch.cpuNanos();
        JobExecutionResult result = run(env);
        double cpuMicros = (Stopwatch.cpuNanos() - cpu) / 1e3 / requests;
        Long updates = result.getAccumulatorResult(LoadTally.NAME);
        return new Rate(
                requests * 1000.0 / result.getNetRuntime(),
                cpuMicros,
                updates == null ? 0 : (double) updates / requests);
    }

    private JobExecutionResult run(StreamExecutionEnvironment env) throws IOException {
        JobID job = flink.submit(env);
        try {
            return flink.cluster()
                    .requestJobResult(job)
                    .get()
                    .toJobExecutionResult(HistoryLoad.class.getClassLoader());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | JobExecutionException e) {
            throw new IOException("the job has failed: " + e.getMessage(), e);
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
