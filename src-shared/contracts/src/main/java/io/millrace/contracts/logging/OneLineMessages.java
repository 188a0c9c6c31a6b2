package io.millrace.contracts.logging;

import java.util.Locale;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Keeps the message and the fields of a log record in one line: line breaks, ESC and other characters that a terminal obeys
 * are escaped, so that no text from outside forges a line. Lets every record pass; stack traces stay as they are. {@code
 * META-INF/microprofile-config.properties} sets it for the handlers of all services.
 */
@LoggingFilter(name = OneLineMessages.NAME)
public final class OneLineMessages implements Filter {
    static final String NAME = "one-line-messages";

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord extended) {
            String message = extended.getFormattedMessage();
            if (message != null && hasControls(message)) {
                extended.setMessage(escaped(message), ExtLogRecord.FormatStyle.NO_FORMAT);
            }
            extended.getMdcCopy().forEach((field, value) -> {
                if (value != null && hasControls(value)) {
                    extended.putMdc(field, escaped(value));
                }
            });
        }
        return true;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(OneLineMessages::isControl);
    }

    /** Controls, separators of lines, and characters that change the direction of text. A tab is none. */
    private static boolean isControl(int character) {
        return character != '\t' && switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String escaped(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(character -> {
            if (!isControl(character)) {
                line.append((char) character);
            } else if (character == '\n') {
                line.append("\\n");
            } else if (character == '\r') {
                line.append("\\r");
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return line.toString();
    }
}
