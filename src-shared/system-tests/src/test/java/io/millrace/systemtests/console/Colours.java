package io.millrace.systemtests.console;

import java.util.List;
import java.util.regex.Pattern;

/** Colours as the browser computed them for an element. */
final class Colours {
    /** The first ground behind an element that is not transparent, and the colour of its text; null without such an element. */
    static final String OF_ELEMENT = """
            const element = document.querySelector(arguments[0]);
            if (!element) return null;
            let behind = element;
            const ground = e => getComputedStyle(e).backgroundColor;
            while (behind.parentElement && ground(behind) === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
            return {ground: ground(behind), text: getComputedStyle(element).color};""";
    /** The luminance between a light and a dark ground. */
    static final double MIDDLE = 0.5;

    private static final Pattern OPAQUE = Pattern.compile("rgb\\((\\d+), (\\d+), (\\d+)\\)");
    private static final double MOST = 255;

    private Colours() {}

    /** The relative luminance of a colour, from 0 (black) to 1 (white), without gamma. */
    static double luminance(String colour) {
        var parts = OPAQUE.matcher(colour);
        if (!parts.matches()) {
            throw new IllegalArgumentException(colour + " is no opaque colour");
        }
        List<Double> channels = List.of(1, 2, 3).stream().map(group -> Integer.parseInt(parts.group(group)) / MOST)
                .toList();
        return 0.2126 * channels.get(0) + 0.7152 * channels.get(1) + 0.0722 * channels.get(2);
    }
}
