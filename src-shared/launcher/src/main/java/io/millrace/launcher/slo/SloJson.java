package io.millrace.launcher.slo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloSource;

/** A report for a program. */
public final class SloJson {
    private SloJson() {}

    /** The report as one line; null stands for what is not known or not there. */
    public static String of(SloReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("met", report.allMet());
        ObjectNode since = json.putObject("since");
        report.services()
                .forEach(service -> since.put(service.source(), service.started().map(String::valueOf).orElse(null)));
        ArrayNode away = json.putArray("away");
        report.away().forEach(away::add);
        ArrayNode objectives = json.putArray("objectives");
        for (Indicator one : report.indicators()) {
            ObjectNode entry = objectives.addObject();
            entry.put("stream", one.stream());
            entry.put("slo", one.slo().label());
            put(entry, "objective", one.objective());
            put(entry, "threshold", one.threshold());
            entry.put("target_from", one.source().map(SloSource::label).orElse(null));
            put(entry, "measured", one.share());
            entry.put("judged", (long) one.judged());
            entry.put("missed", (long) one.missed());
            put(entry, "budget_left", one.budgetLeft());
            entry.put("met", one.isMet());
        }
        put(json, "cpu_seconds_per_million", report.cpuSecondsPerMillion());
        put(json, "price_per_million", report.pricePerMillion());
        json.put("currency", SloDefaults.bundled().prices().currency());
        return json.toString();
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }
}
