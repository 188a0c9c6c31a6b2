package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.NullNode;

/** How a panel shows its values. */
enum Shape {
    /** Lines over time. A value that is not measured is a gap. */
    @JsonProperty("lines")
    LINES("timeseries", 8, 8),
    /** Areas over time, one on top of the other: the parts of a sum. */
    @JsonProperty("areas")
    AREAS("timeseries", 8, 8),
    /** The newest values. One that is not measured is NaN and not the last one that was. */
    @JsonProperty("number")
    NUMBER("stat", 4, 4),
    /** The newest values of what should be none: red from 1. */
    @JsonProperty("zero")
    ZERO("stat", 4, 4);

    private final String type;
    private final int width;
    private final int height;

    Shape(String type, int width, int height) {
        this.type = type;
        this.width = width;
        this.height = height;
    }

    /** Grafana's type of panel. */
    String type() {
        return type;
    }

    /** The width; a row has {@value Layout#COLUMNS}. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Whether only the newest value is asked for. */
    boolean latest() {
        return this == NUMBER || this == ZERO;
    }

    Map<String, Object> defaults(String unit) {
        if (latest()) {
            return ordered("unit", unit, "noValue", "no data", "color", ordered("mode", "thresholds"),
                    "thresholds", ordered("mode", "absolute", "steps", steps()));
        }
        return ordered("unit", unit, "color", ordered("mode", "palette-classic"), "custom",
                ordered("drawStyle", "line", "lineWidth", 1, "fillOpacity", this == AREAS ? 40 : 5,
                        "showPoints", "auto", "spanNulls", false,
                        "stacking", ordered("mode", this == AREAS ? "normal" : "none", "group", "A")));
    }

    private List<Object> steps() {
        // The first step has no lower bound, which Grafana writes as null.
        Object first = ordered("color", this == ZERO ? "green" : "text", "value", NullNode.getInstance());
        return this == ZERO ? List.of(first, ordered("color", "red", "value", 1)) : List.of(first);
    }

    Map<String, Object> options() {
        return latest()
                ? ordered("colorMode", "value", "graphMode", "none", "textMode", "auto", "justifyMode", "auto",
                        "orientation", "auto",
                        "reduceOptions", ordered("calcs", List.of("last"), "fields", "", "values", false))
                : ordered("legend", ordered("displayMode", "list", "placement", "bottom", "showLegend", true,
                        "calcs", List.of()), "tooltip", ordered("mode", "multi", "sort", "desc"));
    }
}
