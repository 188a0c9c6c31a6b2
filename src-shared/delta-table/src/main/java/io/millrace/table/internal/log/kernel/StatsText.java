package io.millrace.table.internal.log.kernel;

import java.util.Optional;

/**
 * Finds one text in the statistics of a file, which are JSON such as {@code {"maxValues":{"name":"text"}}}, in one pass over
 * the characters. It runs for every file of a table.
 */
public final class StatsText {
    private static final char QUOTE = '"';
    private final String json;

    public StatsText(String json) {
        this.json = json;
    }

    /** The text under a name in one of the outermost objects; empty without one. */
    public Optional<String> find(String object, String name) {
        int depth = 0;
        boolean within = false;
        for (int i = 0; i < json.length(); i++) {
            switch (json.charAt(i)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case QUOTE -> {
                    int end = end(i);
                    int colon = blank(end + 1);
                    if (isAt(colon, ':') && depth == 1) {
                        within = isText(i, end, object);
                    } else if (isAt(colon, ':') && depth == 2 && within && isText(i, end, name)) {
                        int value = blank(colon + 1);
                        return isAt(value, QUOTE) ? text(value) : Optional.empty();
                    }
                    i = end;
                }
                default -> {
                    // numbers and separators
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(int quote) {
        int end = end(quote);
        return end < json.length() ? Optional.of(json.substring(quote + 1, end)) : Optional.empty();
    }

    /** Position of the closing quote of the text that begins at a quote; the length of the JSON without one. */
    private int end(int quote) {
        int at = quote + 1;
        while (at < json.length() && json.charAt(at) != QUOTE) {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, json.length());
    }

    private int blank(int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }

    private boolean isAt(int at, char wanted) {
        return at < json.length() && json.charAt(at) == wanted;
    }

    private boolean isText(int quote, int end, String wanted) {
        return end - quote - 1 == wanted.length() && json.startsWith(wanted, quote + 1);
    }
}
