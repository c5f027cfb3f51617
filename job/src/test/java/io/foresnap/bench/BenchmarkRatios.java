package io.foresnap.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks and prints each as a ratio to the bare copy of the same bytes. */
public final class BenchmarkRatios {

    private static final Map<String, String> COPIES = new LinkedHashMap<>();

    static {
        COPIES.put("decode", "copyOfRuns");
        COPIES.put("sort", "copyOfRun");
        COPIES.put("merge", "copyOfRuns");
        COPIES.put("backup", "copyOfRows");
        COPIES.put("unchangedBackup", "copyOfOutput");
        COPIES.put("copyOfRows", "copyOfOutput");
    }

    /** Takes no arguments. */
    public static void main(String[] args) throws RunnerException {
        Map<String, Double> millis = new LinkedHashMap<>();
        for (RunResult result :
                new Runner(
                                new OptionsBuilder()
                                        .include(StageBenchmarks.class.getName())
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run()) {
            String name = result.getParams().getBenchmark();
            millis.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getScore());
        }
        COPIES.forEach((stage, copy) -> print(millis, stage, copy));
    }

    private static void print(Map<String, Double> millis, String stage, String copy) {
        double of = millis.getOrDefault(stage, Double.NaN);
        double against = millis.getOrDefault(copy, Double.NaN);
        System.out.printf(
                "%-16s %9.3f ms   %7.2f x %s (%.3f ms)%n", stage, of, of / against, copy, against);
    }

    private BenchmarkRatios() {}
}
