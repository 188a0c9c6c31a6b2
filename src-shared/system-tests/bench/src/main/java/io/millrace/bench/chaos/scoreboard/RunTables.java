package io.millrace.bench.chaos.scoreboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.launcher.local.Percentile;

/** The tables of recorded runs in Markdown: the runs, and the faults survived by kind. */
final class RunTables {
    private static final double MILLIS = 1_000;
    private static final long SECONDS_A_MINUTE = 60;
    private static final int HALF = 50;
    private static final int NEARLY_ALL = 95;
    private static final int QUIET_PERCENT = 5;
    private static final String OTHERS = "others_percent";

    /** A fault after which the system was fresh again. */
    private record Survived(String kind, String target, long millis, boolean inQuiet) {
        static Survived of(String strike, long millis, boolean inQuiet) {
            int space = strike.indexOf(' ');
            return space < 0
                    ? new Survived(strike, "", millis, inQuiet)
                    : new Survived(strike.substring(0, space), strike.substring(space + 1), millis, inQuiet);
        }
    }

    private RunTables() {}

    static String of(List<JsonNode> runs, List<String> kinds) {
        return summary(runs) + "\n" + runs(runs) + "\n" + kinds(runs, kinds);
    }

    private static String summary(List<JsonNode> runs) {
        return String.format(Locale.ROOT,
                "%d runs, %d of them clean, %d minutes of load, %d faults, %,d events acknowledged.%n",
                runs.size(), runs.stream().filter(RunTables::isClean).count(),
                runs.stream().mapToLong(run -> run.path("load_s").asLong()).sum() / SECONDS_A_MINUTE,
                runs.stream().mapToInt(run -> run.path("faults").asInt()).sum(),
                runs.stream().mapToLong(run -> run.path("acked").asLong()).sum());
    }

    private static String runs(List<JsonNode> runs) {
        StringBuilder table = new StringBuilder("| date | command | faults | events | result | recovery, worst |\n"
                + "|---|---|---|---|---|---|\n");
        for (JsonNode run : runs) {
            table.append(String.format(Locale.ROOT,
                    "| %s | `%s`%s | %d | %,d acknowledged, %,d in doubt | %s; %,d rows, %,d letters | %.1f s |%n",
                    run.path("date").asText(), run.path("command").asText(), leftOut(run), run.path("faults").asInt(),
                    run.path("acked").asLong(), run.path("in_doubt").asLong(), result(run),
                    run.path("rows").asLong(), run.path("dead_lettered").asLong(),
                    run.path("worst_recovery_s").asDouble()));
        }
        return table.toString();
    }

    private static String leftOut(JsonNode run) {
        String kinds = run.path("left_out").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
        return kinds.isEmpty() ? "" : ", on a machine that cannot do " + kinds;
    }

    private static String result(JsonNode run) {
        String named = run.path("found").properties().stream()
                .map(field -> "`" + field.getKey() + "` " + field.getValue()).collect(Collectors.joining(", "));
        return named.isEmpty() ? "every field 0" : "**" + named + "**";
    }

    private static boolean isClean(JsonNode run) {
        return run.path("ok").asBoolean();
    }

    /** Of clean runs: which fault of another run broke the promise is not known. */
    private static String kinds(List<JsonNode> runs, List<String> kinds) {
        Map<String, List<Survived>> byKind = new TreeMap<>();
        kinds.forEach(kind -> byKind.put(kind, new ArrayList<>()));
        for (JsonNode run : runs.stream().filter(RunTables::isClean).toList()) {
            run.path("recovery_ms").properties().forEach(strike -> strike.getValue().forEach(millis -> {
                Survived survived = Survived.of(strike.getKey(), millis.asLong(), isQuiet(run));
                byKind.computeIfAbsent(survived.kind(), kind -> new ArrayList<>()).add(survived);
            }));
        }
        StringBuilder table = new StringBuilder(
                "| fault | survived in clean runs | recovery P50 | P95 | worst | of these in the quiet | P50 | P95 | worst |\n"
                        + "|---|---|---|---|---|---|---|---|---|\n");
        byKind.forEach((kind, all) -> {
            List<Survived> quiet = all.stream().filter(Survived::inQuiet).toList();
            table.append("| `").append(kind).append("` | ").append(times(all)).append(" | ").append(times(quiet))
                    .append(" |\n");
        });
        return table.toString();
    }

    /** Four columns: how many, P50, P95 and the worst. */
    private static String times(List<Survived> all) {
        if (all.isEmpty()) {
            return "0 | | |";
        }
        List<Long> millis = all.stream().map(Survived::millis).toList();
        Survived worst = all.stream().max(Comparator.comparingLong(Survived::millis)).orElseThrow();
        return String.format(Locale.ROOT, "%d | %.1f s | %.1f s | %.1f s%s", all.size(), seconds(millis, HALF),
                seconds(millis, NEARLY_ALL), worst.millis() / MILLIS,
                worst.target().isEmpty() ? "" : " (" + worst.target() + ")");
    }

    /** Whether other programs took less than {@value #QUIET_PERCENT} % of the processors. */
    private static boolean isQuiet(JsonNode run) {
        return run.has(OTHERS) && run.path(OTHERS).asInt() < QUIET_PERCENT;
    }

    private static double seconds(List<Long> millis, int percent) {
        return Percentile.of(millis, percent).orElse(0) / MILLIS;
    }
}
