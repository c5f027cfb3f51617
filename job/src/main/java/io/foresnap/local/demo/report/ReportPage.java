package io.foresnap.local.demo.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes figures as a JSON file and as a page that needs nothing else. */
public final class ReportPage {

    /** The page in the folder of a report. */
    public static final String PAGE = "index.html";

    private static final String CHARTS =
            "/META-INF/resources/webjars/chart.js/4.4.9/dist/chart.umd.js";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * Writes both into a folder, which is made when missing.
     *
     * @param json name of the file with the figures
     * @param template name of a page that lies beside the class of the figures
     */
    public static void write(Path folder, String json, String template, Object figures)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(json), JSON.writeValueAsString(figures) + "\n");
        Files.writeString(folder.resolve(PAGE), page(template, figures));
    }

    private static String page(String template, Object figures) throws IOException {
        String data = new ObjectMapper().writeValueAsString(figures);
        return resource(figures.getClass(), template)
                .replace("/*STYLE*/", resource(ReportPage.class, "style.css"))
                .replace("/*CHART_LIBRARY*/", withoutLinks(resource(ReportPage.class, CHARTS)))
                .replace("/*HELPERS*/", resource(ReportPage.class, "helpers.js"))
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

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("resource " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ReportPage() {}
}
