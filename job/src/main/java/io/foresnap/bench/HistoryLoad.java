package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.Tick;
import io.foresnap.features.SuccessionFunction;
import io.foresnap.job.Learning;
import io.foresnap.job.Settings;
import io.foresnap.job.Times;
import io.foresnap.local.EmbeddedFlink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** How fast the history hears requests, beside a pipeline that only sends them the same way. */
final class HistoryLoad {

    private final EmbeddedFlink flink;
    private final Configuration options;
    private final long requests;
    private final int tables;

    HistoryLoad(EmbeddedFlink flink, Configuration options, long requests, int tables) {
        this.flink = flink;
        this.options = options;
        this.requests = requests;
        this.tables = tables;
    }

    /** Requests a second through the operators that learn from them. */
    double learned() throws IOException {
        StreamExecutionEnvironment env = environment("history");
        DataStream<Tick> noTicks =
                env.fromData(List.of(new Tick(0, false)), TypeInformation.of(Tick.class))
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(Times.ofTicks())
                        .setParallelism(1);
        Learning.define(new Settings(options), source(env), noTicks)
                .tasks()
                .sinkTo(new DiscardingSink<>());
        return rate(env);
    }

    /** Requests a second through two exchanges by the same keys, with nothing done. */
    double bare() throws IOException {
        StreamExecutionEnvironment env = environment("bare");
        TypeInformation<AcceptedRequest> type = TypeInformation.of(AcceptedRequest.class);
        source(env)
                .keyBy(SuccessionFunction::key)
                .map(request -> request, type)
                .keyBy(request -> request.request().table())
                .map(request -> request, type)
                .sinkTo(new DiscardingSink<>());
        return rate(env);
    }

    private StreamExecutionEnvironment environment(String name) {
        StreamExecutionEnvironment env = flink.environment();
        env.configure(
                new Configuration()
                        .set(PipelineOptions.NAME, name)
                        .set(PipelineOptions.GENERIC_TYPES, false));
        env.setParallelism(LoadBenchmark.PARALLELISM);
        return env;
    }

    private DataStream<AcceptedRequest> source(StreamExecutionEnvironment env) {
        return env.fromSequence(0, requests - 1)
                .map(new LoadFeed(tables), TypeInformation.of(AcceptedRequest.class));
    }

    /** The whole life of the job counts: it is short beside many requests. */
    private double rate(StreamExecutionEnvironment env) throws IOException {
        JobID job = flink.submit(env);
        try {
            JobResult result = flink.cluster().requestJobResult(job).get();
            result.toJobExecutionResult(HistoryLoad.class.getClassLoader());
            return requests * 1000.0 / result.getNetRuntime();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | org.apache.flink.runtime.client.JobExecutionException e) {
            throw new IOException("the job has failed: " + e.getMessage(), e);
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
