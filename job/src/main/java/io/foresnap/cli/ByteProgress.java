package io.foresnap.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar in bytes on stderr, where somebody watches. */
final class ByteProgress implements AutoCloseable {

    private final @Nullable ProgressBar bar;

    ByteProgress(String what, long bytes) {
        bar =
                Terminals.interactive()
                        ? new ProgressBarBuilder()
                                .setTaskName(what)
                                .setInitialMax(bytes)
                                .setUnit(" MiB", 1 << 20)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(200)
                                .build()
                        : null;
    }

    void read(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
