package io.millrace.ingest.sqlview;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.DefaultRules;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The statement that makes the view of a stream's table.
 *
 * <p>
 * A row from before a field was added has NULL in its column; the view shows the field's default there. Where NULL is
 * also a value that an event may have, the default is shown only in rows of the versions that did not have the field.
 * So it is with fields that were added inside of a record, at any depth: see {@link AddedFields}.
 */
public final class TableView {
    private static final List<String> METADATA = List.of(Contract.EVENT_DATE, "_ingested_at", "_partition", "_offset",
            "_schema_id", "_correlation_id", "_written_by");

    private final SqlDialect sql;
    private final List<Contract> versions;

    private TableView(SqlDialect sql, Collection<Contract> versions) {
        this.sql = sql;
        this.versions = versions.stream().sorted(Comparator.comparingInt(Contract::version)).toList();
    }

    /**
     * The statement.
     *
     * @param table
     *            the table: a name whose parts are joined by dots, or a path
     */
    public static String of(StreamContracts contracts, SqlDialect sql, String table) {
        return new TableView(sql, contracts.byContentId().values()).statement(contracts.latest(), table);
    }

    private String statement(Contract latest, String table) {
        List<String> columns = new ArrayList<>();
        latest.schema().getFields().forEach(field -> columns.add(column(field)));
        METADATA.forEach(name -> columns.add(sql.name(name)));
        return "CREATE OR REPLACE VIEW " + sql.name(latest.stream().value() + "_view") + " AS\nSELECT\n  "
                + String.join(",\n  ", columns) + "\nFROM " + sql.table(table) + "\n";
    }

    private String column(Schema.Field field) {
        String name = sql.name(field.name());
        List<Contract> without = versions.stream().filter(v -> v.schema().getField(field.name()) == null).toList();
        Object value = without.isEmpty() ? null : defaultOf(field);
        AddedFields added = new AddedFields(sql);
        String complete = added.column(field, versions);
        if (value == null) {
            return complete.equals(name) ? name : complete + " AS " + name;
        }
        String literal = new SqlLiterals(sql).of(field.schema(), value);
        if (!field.schema().isNullable()) {
            return "COALESCE(" + complete + ", " + literal + ") AS " + name;
        }
        return "CASE WHEN " + name + " IS NULL AND " + added.isOf(without.stream().map(Contract::contentId).toList())
                + " THEN " + literal + " ELSE " + complete + " END AS " + name;
    }

    private static @Nullable Object defaultOf(Schema.Field field) {
        return DefaultRules.valueOf(field);
    }
}
