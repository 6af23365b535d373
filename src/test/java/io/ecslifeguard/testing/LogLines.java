package io.ecslifeguard.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What is logged below a category until this is closed, as {@code LEVEL text}, and with which fields. */
public final class LogLines extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private record Line(String text, Map<String, String> fields) {}

    public LogLines(String category) {
        logger = Logger.getLogger(category);
        logger.addHandler(this);
    }

    public List<String> all() {
        return lines.stream().map(Line::text).toList();
    }

    /** The fields of each line that contains {@code text}. */
    public List<Map<String, String>> fieldsOf(String text) {
        return lines.stream()
                .filter(line -> line.text().contains(text))
                .map(Line::fields)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        var text = entry instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : entry.getMessage();
        var thrown = entry.getThrown() == null ? "" : " with the stack trace of " + entry.getThrown();
        var fields = entry instanceof ExtLogRecord formatted ? formatted.getMdcCopy() : Map.<String, String>of();
        lines.add(new Line(entry.getLevel() + " " + text + thrown, fields));
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
