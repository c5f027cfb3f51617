package io.foresnap.replay.report;

import io.foresnap.local.demo.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;

/** Writes what a replay found as {@code replay.json} and as a page. */
public final class ReplayReportWriter {

    /** The page in the folder of a report. */
    public static final String PAGE = ReportPage.PAGE;

    /** The figures in the folder of a report. */
    public static final String FIGURES = "replay.json";

    private ReplayReportWriter() {}

    /** Writes both into the folder, which is made when missing. */
    public static void write(ReplayReport report, Path folder) throws IOException {
        ReportPage.write(folder, FIGURES, "replay.html", report);
    }
}
