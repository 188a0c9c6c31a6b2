package io.millrace.ingest.sqlview;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.jspecify.annotations.Nullable;

/** The table {@code s} of a contract with two versions in DuckDB, and its view {@code s_view}. */
final class DuckDbView implements AutoCloseable {
    /** The schema id of rows of the first version. */
    static final long OLD = 11;
    /** The schema id of rows of the second version. */
    static final long NEW = 12;

    private final StreamContracts contracts;
    private final Connection duckdb;
    private final Statement statement;

    /** Creates the table; it has no rows, and no view yet. */
    DuckDbView(StreamContracts contracts) throws SQLException {
        this.contracts = contracts;
        this.duckdb = DriverManager.getConnection("jdbc:duckdb:");
        this.statement = duckdb.createStatement();
        execute("SET TimeZone = 'UTC'");
        String columns = contracts.latest().schema().getFields().stream()
                .map(f -> SqlDialect.DUCKDB.name(f.name()) + " " + SqlDialect.DUCKDB.type(f.schema()))
                .collect(Collectors.joining(", "));
        execute("CREATE TABLE s (" + columns + ", event_date DATE, _ingested_at TIMESTAMPTZ, _partition INTEGER,"
                + " _offset BIGINT, _schema_id BIGINT, _correlation_id VARCHAR, _written_by VARCHAR)");
    }

    /**
     * The versions of a contract.
     *
     * @param old
     *            the fields of the first version after those with a role, each with a comma before it
     * @param young
     *            those of the second version
     */
    static StreamContracts contracts(String old, String young) {
        Contract first = contract(1, OLD, old);
        Contract second = contract(2, NEW, young);
        return new StreamContracts(second, Map.of(OLD, first, NEW, second), Map.of());
    }

    private static Contract contract(int version, long id, String fields) {
        return ContractParser.parse(new StreamName("s"), version, id, "{\"type\": \"record\", \"name\": \"S\","
                + " \"fields\": [{\"name\": \"pk\", \"type\": \"string\"}, {\"name\": \"event_id\", \"type\": \"string\"},"
                + " {\"name\": \"event_time\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}}"
                + fields + "]}");
    }

    /** Creates the view. */
    void create() throws SQLException {
        execute(TableView.of(contracts, SqlDialect.DUCKDB, "s"));
    }

    void execute(String sql) throws SQLException {
        statement.execute(sql);
    }

    /** A column of an event in the view, as text. */
    @Nullable
    String shown(String eventId, String column) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT CAST(\"" + column
                + "\" AS VARCHAR) FROM s_view WHERE event_id = '" + eventId + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The types of a relation's columns. */
    Map<String, String> types(String relation) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery("SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_name = '" + relation + "' ORDER BY column_name")) {
            while (row.next()) {
                types.put(row.getString(1), row.getString(2));
            }
        }
        return types;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        duckdb.close();
    }
}
