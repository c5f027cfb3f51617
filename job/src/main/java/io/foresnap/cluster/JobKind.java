package io.foresnap.cluster;

import io.foresnap.job.ArchiveJob;
import io.foresnap.job.PrefetchJob;
import java.util.Locale;

/** Which of the jobs in the jar. */
public enum JobKind {
    /** Predicts, prefetches and answers requests. */
    MAIN("Foresnap", PrefetchJob.class),

    /** Archives Debezium's topics. */
    ARCHIVE("Foresnap archive", ArchiveJob.class);

    private final String title;
    private final Class<?> program;

    JobKind(String title, Class<?> program) {
        this.title = title;
        this.program = program;
    }

    /** Task slots that it needs: serving and training have some of their own. */
    int slots(int parallelism) {
        return this == MAIN ? 2 * parallelism + 1 : parallelism;
    }

    /** What Flink calls it. */
    public String title() {
        return title;
    }

    /** The class that is run. */
    String program() {
        return program.getName();
    }

    /** Its name in files. */
    String file() {
        return name().toLowerCase(Locale.ROOT);
    }
}
