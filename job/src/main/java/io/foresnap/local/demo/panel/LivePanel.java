package io.foresnap.local.demo.panel;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows figures as they change: redrawn in place on a terminal, else a line now and then. */
public final class LivePanel implements AutoCloseable {

    private static final int BAR_WIDTH = 76;
    private static final long LINE_EVERY_NANOS = 10_000_000_000L;
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintWriter out;
    private final boolean terminal;
    private final ProgressBar bar;
    private final AtomicReference<String> barText = new AtomicReference<>("");
    private int drawnLines;
    private long lastLineNanos = System.nanoTime();

    private LivePanel(PrintWriter out, boolean terminal, String task, long total) {
        this.out = out;
        this.terminal = terminal;
        this.bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                        .setUpdateIntervalMillis(200)
                        .setMaxRenderedLength(BAR_WIDTH)
                        .setConsumer(new DelegatingProgressBarConsumer(barText::set, BAR_WIDTH))
                        .build();
    }

    /**
     * A panel with a bar of {@code total} steps.
     *
     * @param terminal whether what is written can be written over
     */
    public static LivePanel open(PrintWriter out, boolean terminal, String task, long total) {
        return new LivePanel(out, terminal, task, total);
    }

    /** Shows the bar alone. */
    public void show(long done) {
        bar.stepTo(done);
        if (terminal) {
            redraw(List.of());
        }
    }

    /** Shows figures and the bar. */
    public void show(long done, Figures figures) {
        bar.stepTo(done);
        if (terminal) {
            redraw(PanelText.lines(figures));
        } else if (System.nanoTime() - lastLineNanos >= LINE_EVERY_NANOS) {
            lastLineNanos = System.nanoTime();
            out.println(PanelText.line(figures));
            out.flush();
        }
    }

    private void redraw(List<String> figures) {
        List<String> lines = new ArrayList<>(figures);
        lines.add(barText.get());
        if (drawnLines > 0) {
            out.print(UP.formatted(drawnLines));
        }
        for (String line : lines) {
            out.println(CLEAR_LINE + line);
        }
        out.flush();
        drawnLines = lines.size();
    }

    @Override
    public void close() {
        bar.close();
        if (terminal) {
            // The last state of the bar, and room for what comes after.
            out.print(drawnLines > 0 ? "\u001b[1A" + CLEAR_LINE : "");
            out.println(barText.get());
            out.flush();
        }
    }
}
