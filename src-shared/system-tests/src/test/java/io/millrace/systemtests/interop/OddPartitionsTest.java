package io.millrace.systemtests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.millrace.table.OddPartitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unusual values of a partition column, read by readers that take them from the log and from folder names. */
@Tag("process")
@Tag("slow")
class OddPartitionsTest {
    /** In the name of a folder DuckDB takes this text for NULL. */
    private static final String NULL_TO_DUCKDB = "null";

    @TempDir
    Path table;

    @Test
    void deltaStandaloneReadsThemFromTheLog() {
        List<String> values = new ArrayList<>(OddPartitions.namable());
        values.addAll(OddPartitions.unnamable());
        OddPartitions.write(table, values);

        RowComparison.assertSame(TableRows.withoutTimestamps(table), StandaloneReadBack.rows(table));
    }

    @Test
    void duckDbReadsThemFromTheNamesOfFolders() throws SQLException {
        List<String> values = OddPartitions.namable();
        OddPartitions.write(table, values);

        List<String> wrong = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement query = duckdb.prepareStatement("SELECT n FROM read_parquet('" + table
                        + "/*/*.parquet', hive_partitioning = true, hive_types = {'region': VARCHAR}) WHERE region = ?")) {
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                query.setString(1, value);
                List<Long> found = numbers(query);
                if (!found.equals(List.of((long) i)) && !value.equals(NULL_TO_DUCKDB)) {
                    wrong.add(value + " finds " + found + " and not " + i);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<Long> numbers(PreparedStatement query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
