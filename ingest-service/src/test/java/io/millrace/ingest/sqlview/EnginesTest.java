package io.millrace.ingest.sqlview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.registry.StreamContracts;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The views of a contract that gained a field of every type: run in DuckDB, and read by Trino's own parser. */
class EnginesTest {
    /** Fields with their defaults, and the text that DuckDB must show. */
    private static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("{\"name\": \"text\", \"type\": \"string\", \"default\": \"it's \\\\ \\\"\\n\u00e4\ud83d\ude80\"}",
                "it's \\ \"\n\u00e4\ud83d\ude80");
        FIELDS.put("{\"name\": \"order\", \"type\": \"string\", \"default\": \"a reserved word\"}", "a reserved word");
        FIELDS.put("{\"name\": \"whole\", \"type\": \"int\", \"default\": -2147483648}", "-2147483648");
        FIELDS.put("{\"name\": \"wide\", \"type\": \"long\", \"default\": -9223372036854775808}",
                "-9223372036854775808");
        FIELDS.put("{\"name\": \"single\", \"type\": \"float\", \"default\": 0.1}", "0.1");
        FIELDS.put("{\"name\": \"real\", \"type\": \"double\", \"default\": 1e-300}", "1e-300");
        FIELDS.put("{\"name\": \"flag\", \"type\": \"boolean\", \"default\": true}", "true");
        FIELDS.put("{\"name\": \"raw\", \"type\": \"bytes\", \"default\": \"\\u0000'\\u00ff\"}", "\\x00\\x27\\xFF");
        FIELDS.put("{\"name\": \"empty\", \"type\": \"bytes\", \"default\": \"\"}", "");
        FIELDS.put("{\"name\": \"four\", \"type\": {\"type\": \"fixed\", \"name\": \"Four\", \"size\": 4},"
                + " \"default\": \"\\u0001\\u0002\\u0003\\u0080\"}", "\\x01\\x02\\x03\\x80");
        FIELDS.put("{\"name\": \"color\", \"type\": {\"type\": \"enum\", \"name\": \"Color\", \"symbols\": [\"RED\","
                + " \"GREEN\"]}, \"default\": \"GREEN\"}", "GREEN");
        FIELDS.put("{\"name\": \"price\", \"type\": {\"type\": \"bytes\", \"logicalType\": \"decimal\","
                + " \"precision\": 9, \"scale\": 2}, \"default\": \"\\u00ff\\u0000\"}", "-2.56");
        FIELDS.put("{\"name\": \"big\", \"type\": {\"type\": \"fixed\", \"name\": \"Big\", \"size\": 16,"
                + " \"logicalType\": \"decimal\", \"precision\": 38, \"scale\": 4}, \"default\": \"\\u004b\\u003b\\u004c"
                + "\\u00a8\\u005a\\u0086\\u00c4\\u007a\\u0009\\u008a\\u0022\\u003f\\u00ff\\u00ff\\u00ff\\u00ff\"}",
                "9999999999999999999999999999999999.9999");
        FIELDS.put("{\"name\": \"at\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"},"
                + " \"default\": -1}", "1969-12-31 23:59:59.999+00");
        FIELDS.put("{\"name\": \"fine\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-micros\"},"
                + " \"default\": 253402300799999999}", "9999-12-31 23:59:59.999999+00");
        FIELDS.put(
                "{\"name\": \"day\", \"type\": {\"type\": \"int\", \"logicalType\": \"date\"}, \"default\": -719162}",
                "0001-01-01");
        FIELDS.put("{\"name\": \"clock\", \"type\": {\"type\": \"int\", \"logicalType\": \"time-millis\"},"
                + " \"default\": 86399999}", "86399999");
        FIELDS.put("{\"name\": \"uid\", \"type\": {\"type\": \"string\", \"logicalType\": \"uuid\"},"
                + " \"default\": \"7d444840-9dc0-11d1-b245-5ffdce74fad2\"}", "7d444840-9dc0-11d1-b245-5ffdce74fad2");
        FIELDS.put("{\"name\": \"counts\", \"type\": {\"type\": \"map\", \"values\": \"long\"},"
                + " \"default\": {\"a'b\": 1, \"c\": 2}}", "{'a\\'b'=1, c=2}");
        FIELDS.put("{\"name\": \"none\", \"type\": {\"type\": \"map\", \"values\": \"long\"}, \"default\": {}}", "{}");
        FIELDS.put("{\"name\": \"names\", \"type\": {\"type\": \"array\", \"items\": [\"null\", \"string\"]},"
                + " \"default\": []}", "[]");
        FIELDS.put("{\"name\": \"days\", \"type\": {\"type\": \"array\", \"items\": {\"type\": \"int\","
                + " \"logicalType\": \"date\"}}, \"default\": [0, 1]}", "[1970-01-01, 1970-01-02]");
        FIELDS.put("{\"name\": \"place\", \"type\": {\"type\": \"record\", \"name\": \"Place\", \"fields\": ["
                + "{\"name\": \"city\", \"type\": \"string\"}, {\"name\": \"zip\", \"type\": [\"null\", \"int\"]},"
                + " {\"name\": \"tags\", \"type\": {\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"Tag\","
                + " \"fields\": [{\"name\": \"level\", \"type\": \"int\"}]}}}]},"
                + " \"default\": {\"city\": \"nowhere\", \"zip\": null, \"tags\": [{\"level\": 3}]}}",
                "{'city': nowhere, 'zip': NULL, 'tags': [{'level': 3}]}");
        FIELDS.put("{\"name\": \"maybe\", \"type\": [\"long\", \"null\"], \"default\": 7}", "7");
        FIELDS.put("{\"name\": \"absent\", \"type\": [\"null\", \"long\"], \"default\": null}", null);
    }

    @Test
    void inDuckDbOldRowsShowEveryDefault() throws Exception {
        try (DuckDbView view = new DuckDbView(contracts())) {
            view.execute("INSERT INTO s (pk, event_id, event_time, _schema_id) VALUES ('p', 'e', now(), "
                    + DuckDbView.OLD + "), ('p', 'f', now(), " + DuckDbView.NEW + ")");
            // when
            view.create();
            // then
            List<String> shown = new ArrayList<>();
            for (Schema.Field field : contracts().latest().schema().getFields().subList(3, 3 + FIELDS.size())) {
                shown.add(String.valueOf(view.shown("e", field.name())));
            }
            assertEquals(FIELDS.values().stream().map(String::valueOf).toList(), shown);
            assertEquals(null, view.shown("f", "maybe"), "a NULL of the version that has the field");
        }
    }

    @Test
    void inDuckDbTypesOfTheViewAreThoseOfTheTable() throws Exception {
        try (DuckDbView view = new DuckDbView(contracts())) {
            view.create();
            assertEquals(view.types("s"), view.types("s_view"));
        }
    }

    @Test
    void trinoParsesTheStatement() {
        String view = TableView.of(contracts(), SqlDialect.TRINO, "lake.sales.s");

        assertEquals("CreateView", new SqlParser().createStatement(view).getClass().getSimpleName());
        assertThrows(ParsingException.class, () -> new SqlParser().createStatement(view.replace(" AS\n", "\n")));
    }

    private static StreamContracts contracts() {
        return DuckDbView.contracts("", ", " + String.join(", ", FIELDS.keySet()));
    }
}
