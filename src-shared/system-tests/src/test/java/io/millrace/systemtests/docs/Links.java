package io.millrace.systemtests.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relative links of Markdown documents, and the anchors that GitHub gives to their headings. */
final class Links {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$");

    private Links() {}

    /** The links of a document that lead nowhere, each with the reason. */
    static List<String> dead(Path document) {
        List<String> dead = new ArrayList<>();
        Matcher links = LINK.matcher(withoutCode(Documents.text(document)));
        while (links.find()) {
            String link = links.group(1);
            if (link.matches("[a-z]+:.*")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
            if (!Files.exists(target)) {
                dead.add(document + ": " + link + " (there is no " + target + ")");
            } else if (parts.length == 2 && !anchors(Documents.text(target)).contains(parts[1])) {
                dead.add(document + ": " + link + " (there is no heading for #" + parts[1] + ")");
            }
        }
        return dead;
    }

    /** The anchors of a document. */
    static Set<String> anchors(String text) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        withoutBlocks(text).lines().map(HEADING::matcher).filter(Matcher::matches).forEach(heading -> {
            String anchor = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\-_ ]", "").replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    private static String withoutCode(String text) {
        return withoutBlocks(text).replaceAll("`[^`\n]*`", "`code`");
    }

    private static String withoutBlocks(String text) {
        return text.replaceAll("(?ms)^```.*?^```", "").replaceAll("(?m)^ {4}.*$", "");
    }
}
