package io.foresnap.local.demo.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report as {@code report.json} and as a page that needs nothing else. */
public final class ReportWriter {

    /** The page in the folder of a report. */
    public static final String PAGE = "index.html";

    /** The figures in the folder of a report. */
    public static final String FIGURES = "report.json";

    private static final String TEMPLATE = "page.html";
    private static final String CHARTS =
            "/META-INF/resources/webjars/chart.js/4.4.9/dist/chart.umd.js";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes both into the folder, which is made when missing. */
    public static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(FIGURES), JSON.writeValueAsString(report) + "\n");
        Files.writeString(folder.resolve(PAGE), page(report));
    }

    private static String page(Report report) throws IOException {
        String data = new ObjectMapper().writeValueAsString(report);
        return resource(TEMPLATE)
                .replace("/*CHART_LIBRARY*/", withoutLinks(resource(CHARTS)))
                .replace("/*REPORT*/ null", insideScript(data));
    }

    /** Inside a script element only an end tag would be taken for something else. */
    private static String insideScript(String json) {
        return json.replace("<", "\\u003c");
    }

    /** The library's banner and source map are all that would point to somewhere else. */
    private static String withoutLinks(String script) {
        return script.replaceAll("(?m)^//# sourceMappingURL=.*$", "").replace("https://", "");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportWriter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("resource " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ReportWriter() {}
}
