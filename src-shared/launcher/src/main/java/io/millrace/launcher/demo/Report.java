package io.millrace.launcher.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.launcher.demo.PromiseCheck.Promise;

/**
 * How the demo ended.
 *
 * @param in
 *            what was put in
 * @param rest
 *            the state of the services at the end
 * @param out
 *            what was found
 */
public record Report(Sent in, SettledState rest, Observed out) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether every promise held. */
    public boolean ok() {
        return broken().isEmpty();
    }

    /** The figures, on one line. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("sent", in.sent()).put("stored", in.stored()).put("resent", in.resent()).put("refused", in.refused());
        json.put("rows", out.rows()).put("distinct_keys", out.distinctKeys());
        json.put("poison", in.poison()).put("dead_lettered", out.deadLettered());
        json.put("stream_commits", out.commits("stream")).put("batch_commits", out.commits("batch"));
        ObjectNode writers = json.putObject("rows_by_writer");
        new TreeMap<>(out.rowsByWriter()).forEach(writers::put);
        json.put("bronze_rows", out.bronzeRows()).put("rule_refused", in.ruleRefused());
        json.put("redriven", out.redriven());
        json.put("books_balanced", out.books().difference() == 0);
        json.put("table_version", out.version()).put("freshness_p95_ms", out.freshnessP95Millis());
        json.put("table", out.location()).put("ok", ok());
        if (!ok()) {
            broken().forEach(json.putArray("broken")::add);
        }
        return json.toString();
    }

    /** The figures as a table for people, how to go on from there, and the verdict. */
    public String text() {
        StringBuilder text = new StringBuilder("\n");
        line(text, "sent", in.sent() + " events, " + in.stored() + " of them stored");
        line(text, "re-sent", in.resent() + " of them once more, unchanged");
        line(text, "refused", in.refused() + " of " + in.offences() + " requests that break the rules");
        line(text, "rule refused",
                in.ruleRefused() + " of " + in.ruleBroken() + " events that break the rule " + QualityRule.NAME);
        line(text, "bronze", out.bronzeRows() + " raw records");
        line(text, "rows", out.rows() + " in the table");
        line(text, "distinct keys", String.valueOf(out.distinctKeys()));
        line(text, "dead letters", out.deadLettered() + ", of " + in.poison() + " poison records and " + in.bypassing()
                + " event that bypassed the gateway");
        line(text, "redriven",
                out.redriven() + " letter with a patch; the corrected event is in " + out.corrected() + " row");
        line(text, "books",
                out.books().until() - out.books().from() + " offsets = " + out.books().inserted() + " rows + "
                        + (out.books().replaced() + out.books().unchanged()) + " repeated deliveries + "
                        + out.books().others().deadLetters() + " dead letters");
        line(text, "merged by", new TreeMap<>(out.rowsByWriter()).entrySet().stream().map(this::merged)
                .collect(Collectors.joining(", ")));
        line(text, "freshness P95", String.format(Locale.ROOT, "%d ms from acceptance to visibility",
                out.freshnessP95Millis()));
        line(text, "table", out.location() + " (version " + out.version() + ")");
        text.append("\n  Query it:\n");
        line(text, "Spark", "spark.read.format(\"delta\").load(\"" + out.location() + "\").show()");
        line(text, "DuckDB", "SELECT net, count(*) FROM delta_scan('" + out.location() + "') GROUP BY net;");
        line(text, "Polars", "pl.read_delta(\"" + out.location() + "\")");
        text.append('\n');
        if (ok()) {
            return text.append("OK: every promise held.").toString();
        }
        broken().forEach(promise -> text.append("NOT HELD: ").append(promise).append('\n'));
        return text.append("FAILED.").toString();
    }

    private List<String> broken() {
        return PromiseCheck.of(in, rest, out).stream().filter(p -> !p.held()).map(Report::describe).toList();
    }

    private static String describe(Promise promise) {
        return promise.text() + " (" + promise.seen() + ")";
    }

    private String merged(Map.Entry<String, Long> rows) {
        return rows.getKey() + " " + rows.getValue() + " rows in " + out.commits(rows.getKey()) + " commits";
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "  %-14s %s%n", label, value));
    }
}
