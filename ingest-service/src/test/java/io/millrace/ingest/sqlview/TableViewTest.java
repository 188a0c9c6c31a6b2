package io.millrace.ingest.sqlview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.junit.jupiter.api.Test;

class TableViewTest {
    private static final String ROLES = """
            {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
            {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}""";
    private static final String METADATA = """
            "event_date",
              "_ingested_at",
              "_partition",
              "_offset",
              "_schema_id",
              "_correlation_id",
              "_written_by\"""";

    @Test
    void fieldOfTheFirstVersionIsShownAsItIs() {
        String sql = view(SqlDialect.TRINO, "lake.s", "{\"name\": \"n\", \"type\": \"int\", \"default\": 5}");

        assertEquals("""
                CREATE OR REPLACE VIEW "s_view" AS
                SELECT
                  "pk",
                  "event_id",
                  "event_time",
                  "n",
                  %s
                FROM "lake"."s"
                """.formatted(METADATA), sql);
    }

    @Test
    void addedFieldShowsItsDefaultInEachDialect() {
        String added = "{\"name\": \"n\", \"type\": \"string\", \"default\": \"it's a \\\\ mark\"}";

        assertEquals("COALESCE(`n`, CAST('it\\'s a \\\\ mark' AS STRING)) AS `n`", column(SqlDialect.SPARK, added));
        assertEquals("COALESCE(\"n\", CAST('it''s a \\ mark' AS VARCHAR)) AS \"n\"",
                column(SqlDialect.TRINO, added));
        assertEquals("COALESCE(\"n\", CAST('it''s a \\ mark' AS VARCHAR)) AS \"n\"",
                column(SqlDialect.DUCKDB, added));
    }

    @Test
    void nullThatAnEventMayHaveIsNotReplacedInRowsThatHadTheField() {
        assertEquals(
                "CASE WHEN \"n\" IS NULL AND \"_schema_id\" IN (11) THEN CAST(7 AS BIGINT) ELSE \"n\" END AS \"n\"",
                column(SqlDialect.DUCKDB, "{\"name\": \"n\", \"type\": [\"long\", \"null\"], \"default\": 7}"));
    }

    @Test
    void nullAsDefaultNeedsNothing() {
        assertEquals("`n`",
                column(SqlDialect.SPARK, "{\"name\": \"n\", \"type\": [\"null\", \"long\"], \"default\": null}"));
    }

    @Test
    void everyTypeHasALiteralOfItsOwnType() {
        Map<String, String> literals = new LinkedHashMap<>();
        literals.put(
                "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}, \"default\": \"\\u0001\\u0000\"",
                "CAST('2.56' AS DECIMAL(9, 2))");
        literals.put("{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}, \"default\": 1000001",
                "CAST('1970-01-01 00:00:01.000001+00:00' AS TIMESTAMP)");
        literals.put("{\"type\": \"int\", \"logicalType\": \"date\"}, \"default\": -1",
                "CAST('1969-12-31' AS DATE)");
        literals.put("\"boolean\", \"default\": true", "CAST(true AS BOOLEAN)");
        literals.put("\"double\", \"default\": 1e300", "CAST('1.0E300' AS DOUBLE)");
        literals.put("\"bytes\", \"default\": \"\\u00ff\"", "CAST(X'FF' AS BINARY)");
        literals.put("{\"type\": \"array\", \"items\": \"int\"}, \"default\": [1]",
                "CAST(array(CAST(1 AS INT)) AS ARRAY<INT>)");
        literals.put("{\"type\": \"map\", \"values\": \"int\"}, \"default\": {\"a\": 1}",
                "CAST(map_from_arrays(array('a'), array(CAST(1 AS INT))) AS MAP<STRING, INT>)");
        literals.put(
                "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"x\", \"type\": [\"null\", \"int\"]}]},"
                        + " \"default\": {\"x\": null}",
                "CAST(named_struct('x', NULL) AS STRUCT<`x`: INT>)");

        literals.forEach((type, literal) -> assertEquals("COALESCE(`n`, " + literal + ") AS `n`",
                column(SqlDialect.SPARK, "{\"name\": \"n\", \"type\": " + type + "}")));
    }

    @Test
    void nestedValuesFollowTheDialect() {
        String added = "{\"name\": \"n\", \"type\": {\"type\": \"map\", \"values\": {\"type\": \"record\", \"name\": \"R\","
                + " \"fields\": [{\"name\": \"x\", \"type\": \"bytes\"}]}}, \"default\": {\"a\": {\"x\": \"\\u000a\"}}}";

        assertEquals("COALESCE(\"n\", CAST(MAP(ARRAY['a'], ARRAY[CAST(ROW(CAST(X'0A' AS VARBINARY)) AS"
                + " ROW(\"x\" VARBINARY))]) AS MAP(VARCHAR, ROW(\"x\" VARBINARY)))) AS \"n\"",
                column(SqlDialect.TRINO, added));
        assertEquals("COALESCE(\"n\", CAST(map(['a'], [CAST({'x': CAST(unhex('0A') AS BLOB)} AS STRUCT(\"x\" BLOB))])"
                + " AS MAP(VARCHAR, STRUCT(\"x\" BLOB)))) AS \"n\"", column(SqlDialect.DUCKDB, added));
    }

    @Test
    void tableIsAPathWhereTheEngineReadsPaths() {
        assertEquals("delta.`s3://b/t`", SqlDialect.SPARK.table("s3://b/t"));
        assertEquals("delta_scan('s3://b/t')", SqlDialect.DUCKDB.table("s3://b/t"));
    }

    private static String column(SqlDialect sql, String added) {
        Contract first = contract(1, 11, "");
        Contract second = contract(2, 12, ", " + added);
        String view = TableView.of(new StreamContracts(second, Map.of(11L, first, 12L, second), Map.of()), sql, "s");
        return view.lines().skip(5).findFirst().orElseThrow().strip().replaceAll(",$", "");
    }

    private static String view(SqlDialect sql, String table, String field) {
        Contract only = contract(1, 11, ", " + field);
        return TableView.of(new StreamContracts(only, Map.of(11L, only), Map.of()), sql, table);
    }

    private static Contract contract(int version, long id, String more) {
        return ContractParser.parse(new StreamName("s"), version, id,
                "{\"type\": \"record\", \"name\": \"S\", \"fields\": [" + ROLES + more + "]}");
    }
}
