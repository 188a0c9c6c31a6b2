package io.millrace.contracts.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class OneLineMessagesTest {
    private static final PatternFormatter FORMAT = new PatternFormatter("%-5p [%c] %s%e%n");

    private final OneLineMessages filter = new OneLineMessages();

    private String logged(String message, Object... parameters) {
        return formatted(line(message, parameters));
    }

    private static ExtLogRecord line(String message, Object... parameters) {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, message, ExtLogRecord.FormatStyle.MESSAGE_FORMAT, "");
        line.setLoggerName("x");
        line.setParameters(parameters);
        return line;
    }

    private String formatted(ExtLogRecord line) {
        assertTrue(filter.isLoggable(line));
        return FORMAT.format(line);
    }

    @Test
    void aParameterWithALineBreakForgesNoLine() {
        assertEquals("INFO  [x] key bob\"})\\n18:20:00.000 ERROR [x] forged\\r\\n, twice {0}\n",
                logged("key {0}, twice {1}", "bob\"})\n18:20:00.000 ERROR [x] forged\r\n", "{0}"));
    }

    @Test
    void charactersThatATerminalObeysAreEscaped() {
        assertEquals("INFO  [x] \\u001b[2J \\u0000 \\u0085 \\u009b \\u007f \\u2028 \\u2029 \\u202e\n",
                logged("\u001b[2J \0 \u0085 \u009b \u007f \u2028 \u2029 \u202e"));
    }

    @Test
    void otherTextIsLeftAsItIs() {
        assertEquals("INFO  [x] Zürich\t\\n 😀 {0}\n", logged("Zürich\t\\n 😀 '{0}'", "unused"));
    }

    @Test
    void aFieldForgesNoLine() {
        ExtLogRecord line = line("text");
        line.putMdc("correlation_id", "c\n18:20:00.000 ERROR [x] forged");
        line.putMdc("trace_id", "t");
        assertTrue(filter.isLoggable(line));

        String formatted = new PatternFormatter("%X{correlation_id} %X{trace_id} %s%n").format(line);

        assertEquals("c\\n18:20:00.000 ERROR [x] forged t text\n", formatted);
    }

    @Test
    void theStackTraceHasItsLines() {
        ExtLogRecord line = line("first\nsecond");
        line.setThrown(new IllegalStateException("why"));

        String formatted = formatted(line);

        assertTrue(formatted.startsWith("INFO  [x] first\\nsecond: java.lang.IllegalStateException: why\n\tat "),
                formatted);
    }
}
