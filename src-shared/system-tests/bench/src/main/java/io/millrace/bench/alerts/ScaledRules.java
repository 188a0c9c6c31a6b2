package io.millrace.bench.alerts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rule files with a faster clock: each duration is divided by the same factor, the windows of rates, {@code for}, the
 * intervals of groups, and limits in seconds that a metric {@code *_seconds} is compared with. Ratios, numbers of things and
 * the names of recorded series stay as they are.
 *
 * @param factor
 *            1 or more
 */
record ScaledRules(int factor) {
    private static final Pattern DURATION = Pattern
            .compile("(?m)(\\[|^ +for: |^  interval: )(\\d+)(s|m|h|d)(?=\\]|$)");
    private static final Pattern LIMIT = Pattern.compile("(?m)(^ +expr: .*_seconds.* > )(\\d+)(?=\"?$)");
    private static final Pattern NAME = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final int SECONDS_A_MINUTE = 60;
    private static final int SECONDS_AN_HOUR = 3_600;
    private static final int SECONDS_A_DAY = 86_400;
    private static final int MILLIS = 1_000;

    /** The rules with the faster clock. */
    String of(String rules) {
        String durations = replace(DURATION.matcher(rules), found -> found.group(1)
                + Math.max(1, Long.parseLong(found.group(2)) * seconds(found.group(3)) * MILLIS / factor) + "ms");
        return replace(LIMIT.matcher(durations), found -> found.group(1) + new BigDecimal(found.group(2))
                .divide(BigDecimal.valueOf(factor), 2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString());
    }

    /** The names of the alerts of a rule file, each once, in its order. */
    static List<String> alerts(String rules) {
        return NAME.matcher(rules).results().map(found -> found.group(1)).distinct().toList();
    }

    private static String replace(Matcher matcher, Function<MatchResult, String> value) {
        return matcher.replaceAll(found -> Matcher.quoteReplacement(value.apply(found)));
    }

    private static int seconds(String unit) {
        return switch (unit) {
            case "m" -> SECONDS_A_MINUTE;
            case "h" -> SECONDS_AN_HOUR;
            case "d" -> SECONDS_A_DAY;
            default -> 1;
        };
    }
}
