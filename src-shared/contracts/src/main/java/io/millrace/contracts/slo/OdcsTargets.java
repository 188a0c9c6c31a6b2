package io.millrace.contracts.slo;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * The targets that an Open Data Contract (ODCS v3) has for a stream, in its {@code slaProperties}: {@code latency}, also written
 * {@code ly} or {@code freshness}, is the threshold of freshness, and {@code completeness} a share of records. Other properties, and
 * the rest of the document, are not for Millrace and are not checked.
 *
 * @param freshnessSeconds
 *            the longest time until an event is in the table; empty when the document does not name it
 * @param completeness
 *            the wanted share, from {@value SloTarget#LEAST_OBJECTIVE} to 1; empty when the document does not name it
 * @param problems
 *            what is wrong with the document; then it has no targets
 */
public record OdcsTargets(OptionalDouble freshnessSeconds, OptionalDouble completeness, List<String> problems) {
    /** Those of a stream without such a document. */
    public static final OdcsTargets NONE = new OdcsTargets(OptionalDouble.empty(), OptionalDouble.empty(), List.of());

    private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Set<String> LATENCY = Set.of("latency", "ly", "freshness");
    private static final Set<String> COMPLETENESS = Set.of("completeness", "cp");
    private static final Set<String> PERCENT = Set.of("%", "percent", "percentage", "pct");
    private static final double HUNDRED = 100;
    /** ODCS names {@code d} and {@code y}; contracts in use have shorter times as well. */
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(Map.entry("ms", ChronoUnit.MILLIS),
            Map.entry("milliseconds", ChronoUnit.MILLIS), Map.entry("s", ChronoUnit.SECONDS),
            Map.entry("sec", ChronoUnit.SECONDS), Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("seconds", ChronoUnit.SECONDS), Map.entry("m", ChronoUnit.MINUTES),
            Map.entry("min", ChronoUnit.MINUTES), Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("minutes", ChronoUnit.MINUTES), Map.entry("h", ChronoUnit.HOURS),
            Map.entry("hr", ChronoUnit.HOURS), Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("hours", ChronoUnit.HOURS), Map.entry("d", ChronoUnit.DAYS),
            Map.entry("day", ChronoUnit.DAYS), Map.entry("days", ChronoUnit.DAYS));

    public OdcsTargets {
        problems = List.copyOf(problems);
    }

    /**
     * Reads a document.
     *
     * @param text
     *            in YAML or JSON; empty for none
     */
    public static OdcsTargets read(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        if (text.length() > MOST_BYTES) {
            return refused(List.of("the document is larger than " + (MOST_BYTES >> 20) + " MB"));
        }
        JsonNode document;
        try {
            document = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            return refused(List.of("the document is neither YAML nor JSON: " + e.getOriginalMessage()
                    + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr())));
        } catch (IOException e) {
            return refused(List.of("the document cannot be read: " + e.getMessage()));
        }
        Reading reading = new Reading(new ArrayList<>());
        OdcsTargets targets = reading.targets(document);
        return reading.problems().isEmpty() ? targets : refused(reading.problems());
    }

    private static OdcsTargets refused(List<String> problems) {
        return new OdcsTargets(OptionalDouble.empty(), OptionalDouble.empty(), problems);
    }

    /** These targets on top of others. */
    public SloTargets over(SloTargets targets) {
        SloTargets result = targets;
        if (freshnessSeconds.isPresent()) {
            result = result.with(Slo.FRESHNESS, new SloTarget(targets.of(Slo.FRESHNESS).objective(),
                    freshnessSeconds.getAsDouble()), SloSource.ODCS);
        }
        if (completeness.isPresent()) {
            result = result.with(Slo.COMPLETENESS, new SloTarget(completeness.getAsDouble(),
                    targets.of(Slo.COMPLETENESS).threshold()), SloSource.ODCS);
        }
        return result;
    }

    /** Reads the fields; of several values for one target the strictest counts. */
    private record Reading(List<String> problems) {
        OdcsTargets targets(JsonNode document) {
            String kind = document.path("kind").asText("");
            String version = document.path("apiVersion").asText("");
            if (!document.isObject() || !kind.equals("DataContract") || !version.matches("v?3\\..*")) {
                problems.add(
                        "it is no Open Data Contract v3: kind must be DataContract and apiVersion v3.1.0 or another"
                                + " v3, and they are '" + kind + "' and '" + version + "'");
                return NONE;
            }
            JsonNode properties = document.path("slaProperties");
            if (!properties.isMissingNode() && !properties.isNull() && !properties.isArray()) {
                problems.add("slaProperties must be a list");
                return NONE;
            }
            OptionalDouble freshness = OptionalDouble.empty();
            OptionalDouble completeness = OptionalDouble.empty();
            int index = 0;
            for (JsonNode property : properties) {
                String name = property.path("property").asText("").toLowerCase(Locale.ROOT);
                String place = "slaProperties/" + index++ + " (" + name + "): ";
                if (LATENCY.contains(name)) {
                    Optional<Double> seconds = seconds(property, place);
                    if (seconds.isPresent()) {
                        freshness = OptionalDouble.of(Math.min(seconds.get(), freshness.orElse(seconds.get())));
                    }
                } else if (COMPLETENESS.contains(name)) {
                    Optional<Double> share = share(property, place);
                    if (share.isPresent()) {
                        completeness = OptionalDouble.of(Math.max(share.get(), completeness.orElse(share.get())));
                    }
                }
            }
            return new OdcsTargets(freshness, completeness, List.of());
        }

        private Optional<Double> seconds(JsonNode property, String place) {
            Optional<Double> value = number(property);
            ChronoUnit unit = UNITS.get(unit(property));
            if (value.isEmpty() || unit == null || !(value.get() > 0
                    && value.get() * unit.getDuration().toMillis() <= LONGEST.toMillis())) {
                problems.add(place + "needs a value of more than 0, up to " + LONGEST.toDays()
                        + " days, and a unit of d, h, m, s or ms, and has value " + property.path("value")
                        + " and unit " + property.path("unit"));
                return Optional.empty();
            }
            return Optional.of(value.get() * SloDefaults.seconds(unit.getDuration()));
        }

        private Optional<Double> share(JsonNode property, String place) {
            String unit = unit(property);
            Optional<Double> value = number(property)
                    .map(number -> PERCENT.contains(unit)
                            ? BigDecimal.valueOf(number).movePointLeft(2).doubleValue()
                            : number);
            if (value.isEmpty() || !unit.isEmpty() && !PERCENT.contains(unit)
                    || !(value.get() >= SloTarget.LEAST_OBJECTIVE && value.get() <= 1)) {
                problems.add(place + "needs a value of " + SloTarget.LEAST_OBJECTIVE * HUNDRED
                        + " to 100 with the unit percent, or of " + SloTarget.LEAST_OBJECTIVE
                        + " to 1 without a unit (with a lower one, most may miss it), and has value "
                        + property.path("value") + " and unit "
                        + property.path("unit"));
                return Optional.empty();
            }
            return value;
        }

        private static String unit(JsonNode property) {
            return property.path("unit").asText("").strip().toLowerCase(Locale.ROOT);
        }

        private static Optional<Double> number(JsonNode property) {
            JsonNode value = property.path("value");
            if (value.isNumber()) {
                return Optional.of(value.doubleValue());
            }
            try {
                return Optional.of(Double.valueOf(value.asText())).filter(Double::isFinite);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
