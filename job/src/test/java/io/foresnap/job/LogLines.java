package io.foresnap.job;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that is logged in this JVM meanwhile, down to what clusters log by default. */
final class LogLines implements AutoCloseable {

    private static final String CONSOLE = "console";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = LoggerContext.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Level before = root.getLevel();
    private final Keeping keeping = new Keeping();

    private final class Keeping extends AbstractAppender {

        Keeping() {
            super("keeping", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            Throwable thrown = event.getThrown();
            String text = event.getMessage().getFormattedMessage();
            lines.add(thrown == null ? text : text + " " + allOf(thrown));
        }
    }

    private static String allOf(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            all.append(e).append('\n');
        }
        return all.toString();
    }

    LogLines() {
        keeping.start();
        show(CONSOLE, Level.WARN);
        root.addAppender(keeping, Level.INFO, null);
        root.setLevel(Level.INFO);
        context.updateLoggers();
    }

    private void show(String name, Level least) {
        Appender appender = context.getConfiguration().getAppender(name);
        if (appender != null) {
            root.removeAppender(name);
            root.addAppender(appender, least, null);
        }
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        root.removeAppender("keeping");
        root.setLevel(before);
        context.updateLoggers();
        keeping.stop();
        LogManager.getLogger(LogLines.class).debug("kept {} lines", lines.size());
    }
}
