package io.ecslifeguard.notify;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** All that is logged by anybody until this is closed, stack traces included. */
final class EveryLogLine extends Handler implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    EveryLogLine() {
        root.addHandler(this);
    }

    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void publish(LogRecord entry) {
        var text = new StringWriter();
        text.write(entry instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : entry.getMessage());
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        lines.add(text.toString());
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
