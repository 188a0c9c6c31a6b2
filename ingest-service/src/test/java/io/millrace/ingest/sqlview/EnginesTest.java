package io.millrace.ingest.sqlview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;

/** The views of a contract that gained a field of every type: run in DuckDB, and read by Trino's own parser. */
class EnginesTest {
    private static final long OLD = 11;
    private static final long NEW = 12;

    /** Fields with their defaults, and how DuckDB must show them. */
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
    void inDuckDbRowsFromBeforeShowEveryDefault() throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            createTable(statement);
            statement.execute("INSERT INTO s (pk, event_id, event_time, _schema_id) VALUES ('p', 'e', now(), " + OLD
                    + "), ('p', 'f', now(), " + NEW + ")");
            // when
            statement.execute(TableView.of(contracts(), SqlDialect.DUCKDB, "s"));
            // then
            assertEquals(FIELDS.values().stream().map(String::valueOf).toList(), shown(statement, "e").values().stream()
                    .map(String::valueOf).toList());
            assertEquals(null, shown(statement, "f").get("maybe"), "a NULL of the version that has the field");
        }
    }

    @Test
    void inDuckDbTypesOfTheViewAreThoseOfTheTable() throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            createTable(statement);
            // when
            statement.execute(TableView.of(contracts(), SqlDialect.DUCKDB, "s"));
            // then
            assertEquals(types(statement, "s"), types(statement, "s_view"));
        }
    }

    @Test
    void trinoReadsTheStatement() {
        String view = TableView.of(contracts(), SqlDialect.TRINO, "lake.sales.s");

        assertEquals("CreateView", new SqlParser().createStatement(view).getClass().getSimpleName());
        assertThrows(ParsingException.class, () -> new SqlParser().createStatement(view.replace(" AS\n", "\n")));
    }

    private static void createTable(Statement statement) throws Exception {
        String columns = contracts().latest().schema().getFields().stream()
                .map(f -> SqlDialect.DUCKDB.name(f.name()) + " " + SqlDialect.DUCKDB.type(f.schema()))
                .collect(Collectors.joining(", "));
        statement.execute(
                "CREATE TABLE s (" + columns + ", event_date DATE, _ingested_at TIMESTAMPTZ, _partition INTEGER,"
                        + " _offset BIGINT, _schema_id BIGINT, _correlation_id VARCHAR, _written_by VARCHAR)");
    }

    private static Map<String, String> shown(Statement statement, String eventId) throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        String columns = contracts().latest().schema().getFields().stream().skip(3)
                .map(f -> "CAST(\"" + f.name() + "\" AS VARCHAR) AS \"" + f.name() + "\"")
                .collect(Collectors.joining(", "));
        try (ResultSet row = statement
                .executeQuery("SELECT " + columns + " FROM s_view WHERE event_id = '" + eventId + "'")) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                shown.put(row.getMetaData().getColumnName(i), row.getString(i));
            }
        }
        return shown;
    }

    private static Map<String, String> types(Statement statement, String relation) throws Exception {
        Map<String, String> types = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery("SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_name = '" + relation + "' ORDER BY column_name")) {
            while (row.next()) {
                types.put(row.getString(1), row.getString(2));
            }
        }
        return types;
    }

    private static StreamContracts contracts() {
        Contract first = contract(1, OLD, "");
        Contract second = contract(2, NEW, ", " + String.join(", ", FIELDS.keySet()));
        return new StreamContracts(second, Map.of(OLD, first, NEW, second), Map.of());
    }

    private static Contract contract(int version, long id, String more) {
        return ContractParser.parse(new StreamName("s"), version, id, "{\"type\": \"record\", \"name\": \"S\","
                + " \"fields\": [{\"name\": \"pk\", \"type\": \"string\"}, {\"name\": \"event_id\", \"type\": \"string\"},"
                + " {\"name\": \"event_time\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}}"
                + more + "]}");
    }
}
