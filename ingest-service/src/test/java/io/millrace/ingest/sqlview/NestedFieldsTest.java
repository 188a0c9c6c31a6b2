package io.millrace.ingest.sqlview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.trino.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;

/** Fields that were added inside of records: old rows show their defaults, new ones what they have. */
class NestedFieldsTest {
    private static final long OLD = 11;
    private static final long NEW = 12;
    /** Stands where the second version has more. */
    private static final String MORE = "@";
    private static final String ADDED = ", {'name': 'plain', 'type': 'int', 'default': 5},"
            + " {'name': 'maybe', 'type': ['long', 'null'], 'default': 7},"
            + " {'name': 'none', 'type': ['null', 'long'], 'default': null},"
            + " {'name': 'uid', 'type': {'type': 'string', 'logicalType': 'uuid'},"
            + " 'default': '018CC251-F400-7000-8000-00000000000A'}";
    private static final String FIELDS = field("one", record("One"))
            + field("perhaps", "['null', " + record("Perhaps") + "]")
            + field("some", "{'type': 'array', 'items': " + record("Some") + "}")
            + field("few", "{'type': 'array', 'items': ['null', " + record("Few") + "]}")
            + field("by", "{'type': 'map', 'values': " + record("By") + "}")
            + field("deep", "{'type': 'map', 'values': {'type': 'array', 'items': {'type': 'record', 'name': 'Outer',"
                    + " 'fields': [{'name': 'in', 'type': " + record("In") + "}]}}}")
            + field("same", "{'type': 'record', 'name': 'Same', 'fields': [{'name': 'x', 'type': 'int'}]}");
    private static final String OLD_ROW = "{'x': 1, 'plain': NULL, 'maybe': NULL, 'none': NULL, 'uid': NULL}";
    private static final String SHOWN = "{'x': 1, 'plain': 5, 'maybe': 7, 'none': NULL,"
            + " 'uid': 018cc251-f400-7000-8000-00000000000a}";
    private static final String NEW_ROW = "{'x': 1, 'plain': 2, 'maybe': NULL, 'none': 3, 'uid': 'u'}";

    @Test
    void inDuckDbOldRowsShowTheDefaultsAtAnyDepth() throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            createTable(statement);
            insert(statement, "e", OLD, OLD_ROW);
            insert(statement, "f", NEW, NEW_ROW);
            statement.execute("INSERT INTO s (pk, event_id, event_time, _schema_id) VALUES ('p', 'g', now(), " + OLD
                    + ")");

            statement.execute(TableView.of(contracts(), SqlDialect.DUCKDB, "s"));

            for (String event : new String[]{"e", "f"}) {
                String row = event.equals("e") ? SHOWN : NEW_ROW.replace("'u'", "u");
                assertEquals(row, shown(statement, event, "one"));
                assertEquals(row, shown(statement, event, "perhaps"));
                assertEquals("[" + row + ", " + row + "]", shown(statement, event, "some"));
                assertEquals("[NULL, " + row + "]", shown(statement, event, "few"));
                assertEquals("{k=" + row + ", l=" + row + "}", shown(statement, event, "by"));
                assertEquals("{k=[{'in': " + row + "}]}", shown(statement, event, "deep"));
                assertEquals("{'x': 4}", shown(statement, event, "same"));
            }
            for (String column : new String[]{"perhaps", "some", "by", "deep"}) {
                assertEquals(null, shown(statement, "g", column), "a NULL stays one: " + column);
            }
        }
    }

    @Test
    void columnWithoutAnAddedFieldIsShownAsItIs() {
        assertEquals("\"same\"", TableView.of(contracts(), SqlDialect.DUCKDB, "s").lines().map(String::strip)
                .filter(line -> line.contains("same")).findFirst().orElseThrow().replace(",", ""));
    }

    @Test
    void inDuckDbTypesOfTheViewAreThoseOfTheTable() throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            createTable(statement);
            statement.execute(TableView.of(contracts(), SqlDialect.DUCKDB, "s"));
            assertEquals(types(statement, "s"), types(statement, "s_view"));
        }
    }

    @Test
    void trinoReadsTheStatement() {
        String view = TableView.of(contracts(), SqlDialect.TRINO, "lake.sales.s");

        assertEquals("CreateView", new SqlParser().createStatement(view).getClass().getSimpleName());
    }

    @Test
    void sparkGetsLambdasOfItsOwn() {
        String by = TableView.of(contracts(), SqlDialect.SPARK, "s").lines().filter(line -> line.contains("`by`"))
                .findFirst().orElseThrow().strip();

        assertEquals("CASE WHEN `_schema_id` IN (11) THEN transform_values(`by`, (kx0, x0) -> CASE WHEN x0 IS NULL THEN"
                + " NULL ELSE CAST(named_struct('x', x0.`x`, 'plain', CASE WHEN x0.`plain` IS NULL AND `_schema_id` IN (11)"
                + " THEN CAST(5 AS INT) ELSE x0.`plain` END, 'maybe', CASE WHEN x0.`maybe` IS NULL AND `_schema_id` IN (11)"
                + " THEN CAST(7 AS BIGINT) ELSE x0.`maybe` END, 'none', x0.`none`, 'uid', CASE WHEN x0.`uid` IS NULL AND"
                + " `_schema_id` IN (11) THEN CAST('018cc251-f400-7000-8000-00000000000a' AS STRING) ELSE x0.`uid` END)"
                + " AS STRUCT<`x`: INT, `plain`: INT, `maybe`: BIGINT, `none`: BIGINT, `uid`: STRING>) END) ELSE `by` END"
                + " AS `by`,", by);
    }

    private static void insert(Statement statement, String event, long schemaId, String row) throws Exception {
        String columns = "pk, event_id, event_time, _schema_id, one, perhaps, \"some\", few, \"by\", deep, same";
        statement.execute("INSERT INTO s (" + columns + ") VALUES ('p', '" + event + "', now(), " + schemaId + ", "
                + row
                + ", " + row + ", [" + row + ", " + row + "], [NULL, " + row + "], MAP {'k': " + row + ", 'l': " + row
                + "}, MAP {'k': [{'in': " + row + "}]}, {'x': 4})");
    }

    private static void createTable(Statement statement) throws Exception {
        String columns = contracts().latest().schema().getFields().stream()
                .map(f -> SqlDialect.DUCKDB.name(f.name()) + " " + SqlDialect.DUCKDB.type(f.schema()))
                .collect(Collectors.joining(", "));
        statement.execute(
                "CREATE TABLE s (" + columns + ", event_date DATE, _ingested_at TIMESTAMPTZ, _partition INTEGER,"
                        + " _offset BIGINT, _schema_id BIGINT, _correlation_id VARCHAR, _written_by VARCHAR)");
    }

    private static String shown(Statement statement, String event, String column) throws Exception {
        try (ResultSet row = statement.executeQuery("SELECT CAST(\"" + column
                + "\" AS VARCHAR) FROM s_view WHERE event_id = '" + event + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String types(Statement statement, String relation) throws Exception {
        try (ResultSet row = statement.executeQuery("SELECT string_agg(column_name || ' ' || data_type ORDER BY"
                + " column_name) FROM information_schema.columns WHERE table_name = '" + relation + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static StreamContracts contracts() {
        Contract first = contract(1, OLD, "");
        Contract second = contract(2, NEW, ADDED);
        return new StreamContracts(second, Map.of(OLD, first, NEW, second), Map.of());
    }

    private static Contract contract(int version, long id, String more) {
        return ContractParser.parse(new StreamName("s"), version, id, ("{'type': 'record', 'name': 'S', 'fields': ["
                + "{'name': 'pk', 'type': 'string'}, {'name': 'event_id', 'type': 'string'},"
                + " {'name': 'event_time', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}}" + FIELDS
                + "]}")
                .replace(MORE, more).replace('\'', '"'));
    }

    private static String field(String name, String type) {
        return ", {'name': '" + name + "', 'type': " + type + "}";
    }

    private static String record(String name) {
        return "{'type': 'record', 'name': '" + name + "', 'fields': [{'name': 'x', 'type': 'int'}" + MORE + "]}";
    }
}
