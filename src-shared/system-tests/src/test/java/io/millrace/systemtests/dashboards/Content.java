package io.millrace.systemtests.dashboards;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the parts of a dashboard's JSON are made of. */
final class Content {
    /** The data source of each panel, query and variable: the one that a person chooses. */
    static final Map<String, Object> DATASOURCE = ordered("type", "prometheus", "uid", "${datasource}");

    private Content() {}

    /** A map in the order of these names, each followed by its value. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
