package io.millrace.ingest.sqlview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.contracts.registry.StreamContracts;
import io.trino.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;

/** Fields that were added inside of records: old rows show their defaults, new rows their values. */
class NestedFieldsTest {
    /** Marks where the second version has more fields. */
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
        try (DuckDbView view = new DuckDbView(contracts())) {
            insert(view, "e", DuckDbView.OLD, OLD_ROW);
            insert(view, "f", DuckDbView.NEW, NEW_ROW);
            view.execute("INSERT INTO s (pk, event_id, event_time, _schema_id) VALUES ('p', 'g', now(), "
                    + DuckDbView.OLD + ")");

            view.create();

            for (String event : new String[]{"e", "f"}) {
                String row = event.equals("e") ? SHOWN : NEW_ROW.replace("'u'", "u");
                assertEquals(row, view.shown(event, "one"));
                assertEquals(row, view.shown(event, "perhaps"));
                assertEquals("[" + row + ", " + row + "]", view.shown(event, "some"));
                assertEquals("[NULL, " + row + "]", view.shown(event, "few"));
                assertEquals("{k=" + row + ", l=" + row + "}", view.shown(event, "by"));
                assertEquals("{k=[{'in': " + row + "}]}", view.shown(event, "deep"));
                assertEquals("{'x': 4}", view.shown(event, "same"));
            }
            for (String column : new String[]{"perhaps", "some", "by", "deep"}) {
                assertEquals(null, view.shown("g", column), "NULL stays NULL in " + column);
            }
        }
    }

    @Test
    void columnWithoutAnAddedFieldIsUnchanged() {
        assertEquals("\"same\"", TableView.of(contracts(), SqlDialect.DUCKDB, "s").lines().map(String::strip)
                .filter(line -> line.contains("same")).findFirst().orElseThrow().replace(",", ""));
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
    }

    @Test
    void sparkStatementUsesLambdas() {
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

    private static void insert(DuckDbView view, String event, long schemaId, String row) throws Exception {
        String columns = "pk, event_id, event_time, _schema_id, one, perhaps, \"some\", few, \"by\", deep, same";
        view.execute("INSERT INTO s (" + columns + ") VALUES ('p', '" + event + "', now(), " + schemaId + ", " + row
                + ", " + row + ", [" + row + ", " + row + "], [NULL, " + row + "], MAP {'k': " + row + ", 'l': " + row
                + "}, MAP {'k': [{'in': " + row + "}]}, {'x': 4})");
    }

    private static StreamContracts contracts() {
        String fields = FIELDS.replace('\'', '"');
        return DuckDbView.contracts(fields.replace(MORE, ""), fields.replace(MORE, ADDED.replace('\'', '"')));
    }

    private static String field(String name, String type) {
        return ", {'name': '" + name + "', 'type': " + type + "}";
    }

    private static String record(String name) {
        return "{'type': 'record', 'name': '" + name + "', 'fields': [{'name': 'x', 'type': 'int'}" + MORE + "]}";
    }
}
