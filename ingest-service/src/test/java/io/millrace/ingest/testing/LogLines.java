package io.millrace.ingest.testing;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logging.MDC;

/** Collects the log lines of the service under test while it is open: message, parameters, fields and exceptions as one text. */
public final class LogLines implements AutoCloseable {
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile String sent = "nothing";
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord written) {
            StringBuilder text = new StringBuilder(written.getMessage() + Arrays.toString(written.getParameters())
                    + MDC.getMap());
            for (Throwable fault = written.getThrown(); fault != null; fault = fault.getCause()) {
                text.append(fault);
            }
            lines.add(new Line(sent, text.toString()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /**
     * A line of the log.
     *
     * @param sent
     *            the request that was sent last before it
     */
    public record Line(String sent, String text) {}

    public LogLines() {
        Logger.getLogger("").addHandler(listening);
    }

    /** Notes what is sent from now on, for the messages of failures. */
    public void sending(String what) {
        sent = what;
    }

    /** The lines so far that contain a text. */
    public List<Line> with(String part) {
        return lines.stream().filter(line -> line.text().contains(part)).toList();
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(listening);
    }
}
