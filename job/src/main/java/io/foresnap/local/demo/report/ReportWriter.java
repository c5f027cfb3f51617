package io.foresnap.local.demo.report;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the report of a demonstration as {@code report.json} and as a page. */
public final class ReportWriter {

    /** The page in the folder of a report. */
    public static final String PAGE = ReportPage.PAGE;

    /** The figures in the folder of a report. */
    public static final String FIGURES = "report.json";

    /** Writes both into the folder, which is made when missing. */
    public static void write(Report report, Path folder) throws IOException {
        ReportPage.write(folder, FIGURES, "page.html", report);
    }

    private ReportWriter() {}
}
