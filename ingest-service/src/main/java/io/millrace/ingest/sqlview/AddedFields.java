package io.millrace.ingest.sqlview;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.DefaultRules;
import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Expressions for columns that hold records which gained fields: in a row of a version that did not have the field, the
 * record is put together again with the field's default, in arrays and maps too. A row says by {@code _schema_id} which
 * version it was written with.
 */
final class AddedFields {
    /** A part of the contract as one version has it. */
    private record Version(long contentId, Schema schema) {}

    private final SqlDialect sql;

    AddedFields(SqlDialect sql) {
        this.sql = sql;
    }

    /**
     * The column with the defaults of what was added inside of it; its name when nothing was.
     *
     * @param versions
     *            of the contract, all that there are
     */
    String column(Schema.Field field, Collection<Contract> versions) {
        String name = sql.name(field.name());
        List<Version> had = new ArrayList<>();
        for (Contract version : versions) {
            Schema.Field there = version.schema().getField(field.name());
            if (there != null) {
                had.add(new Version(version.contentId(), there.schema()));
            }
        }
        TreeSet<Long> incomplete = new TreeSet<>();
        String complete = complete(field.schema(), had, name, 0, incomplete);
        return complete == null
                ? name
                : "CASE WHEN " + isOf(incomplete) + " THEN " + complete + " ELSE " + name + " END";
    }

    /** Whether a row is of one of the versions. */
    String isOf(Collection<Long> contentIds) {
        return sql.name("_schema_id") + " IN ("
                + contentIds.stream().map(id -> Long.toString(id)).collect(Collectors.joining(", ")) + ")";
    }

    /**
     * The value with all that was added to it; null when nothing was.
     *
     * @param value
     *            an expression, of a value of the schema
     * @param depth
     *            how many arrays and maps it is inside of
     * @param incomplete
     *            takes the versions that do not have all
     */
    private @Nullable String complete(Schema declared, List<Version> versions, String value, int depth,
            TreeSet<Long> incomplete) {
        Schema schema = SupportedTypes.nonNull(declared);
        List<Version> parts = versions.stream().map(v -> new Version(v.contentId(), SupportedTypes.nonNull(v.schema())))
                .toList();
        return switch (schema.getType()) {
            case RECORD -> record(schema, parts, value, depth, incomplete);
            case ARRAY -> {
                String element = "x" + depth;
                String complete = complete(schema.getElementType(), parts.stream()
                        .map(v -> new Version(v.contentId(), v.schema().getElementType())).toList(), element, depth + 1,
                        incomplete);
                yield complete == null ? null : sql.eachElement(value, element, complete);
            }
            case MAP -> {
                String entry = "x" + depth;
                String complete = complete(schema.getValueType(), parts.stream()
                        .map(v -> new Version(v.contentId(), v.schema().getValueType())).toList(),
                        sql.entryValue(entry),
                        depth + 1, incomplete);
                yield complete == null ? null : sql.eachEntry(value, entry, complete);
            }
            case UNION, ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> null;
        };
    }

    private @Nullable String record(Schema schema, List<Version> versions, String value, int depth,
            TreeSet<Long> incomplete) {
        boolean changed = false;
        List<String> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            String there = sql.field(value, field.name());
            List<Version> had = new ArrayList<>();
            List<Long> without = new ArrayList<>();
            for (Version version : versions) {
                Schema.Field older = version.schema().getField(field.name());
                if (older == null) {
                    without.add(version.contentId());
                } else {
                    had.add(new Version(version.contentId(), older.schema()));
                }
            }
            String complete = complete(field.schema(), had, there, depth, incomplete);
            Object byDefault = without.isEmpty() ? null : DefaultRules.valueOf(field);
            changed |= complete != null || byDefault != null;
            String kept = complete == null ? there : complete;
            if (byDefault == null) {
                fields.add(kept);
            } else {
                incomplete.addAll(without);
                fields.add("CASE WHEN " + there + " IS NULL AND " + isOf(without) + " THEN "
                        + new SqlLiterals(sql).of(field.schema(), byDefault) + " ELSE " + kept + " END");
            }
        }
        return changed
                ? "CASE WHEN " + value + " IS NULL THEN NULL ELSE CAST(" + sql.struct(schema, fields) + " AS "
                        + sql.type(schema) + ") END"
                : null;
    }
}
