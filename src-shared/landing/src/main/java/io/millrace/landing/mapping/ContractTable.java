package io.millrace.landing.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.contracts.schema.Roles;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Derives the shape of a table from a contract: its fields one to one, then the {@link MetadataColumns}. */
public final class ContractTable {
    /** The columns that every table has after the fields of its contract, in order. */
    static final List<Column> METADATA = List.of(
            new Column(Contract.EVENT_DATE, new ColumnType.Date(), true),
            new Column(MetadataColumns.INGESTED_AT, new ColumnType.Timestamp(), true),
            new Column(MetadataColumns.PARTITION, new ColumnType.Int32(), true),
            new Column(MetadataColumns.OFFSET, new ColumnType.Int64(), true),
            new Column(MetadataColumns.SCHEMA_ID, new ColumnType.Int64(), true),
            new Column(MetadataColumns.CORRELATION_ID, new ColumnType.Text(), false),
            new Column(MetadataColumns.WRITTEN_BY, new ColumnType.Text(), true));

    private ContractTable() {}

    /** The columns, partition columns and key columns of the contract's table. */
    public static TableShape shape(Contract contract) {
        Roles roles = contract.roles();
        Set<String> required = Set.of(roles.pk(), roles.eventId(), roles.eventTime());
        List<Column> columns = new ArrayList<>();
        for (Schema.Field field : contract.schema().getFields()) {
            columns.add(new Column(field.name(), type(field.schema()), required.contains(field.name())));
        }
        columns.addAll(METADATA);
        return new TableShape(columns, contract.partitionBy(),
                Optional.of(new TableShape.KeyColumns(roles.pk(), roles.eventId(), roles.revision())), roles.region());
    }

    private static ColumnType type(Schema declared) {
        Schema schema = SupportedTypes.nonNull(declared);
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return new ColumnType.Decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (logical instanceof LogicalTypes.Date) {
            return new ColumnType.Date();
        }
        if (logical instanceof LogicalTypes.TimestampMillis || logical instanceof LogicalTypes.TimestampMicros) {
            return new ColumnType.Timestamp();
        }
        return switch (schema.getType()) {
            case STRING, ENUM -> new ColumnType.Text();
            case BOOLEAN -> new ColumnType.Bool();
            case INT -> new ColumnType.Int32();
            case LONG -> new ColumnType.Int64();
            case FLOAT -> new ColumnType.Float32();
            case DOUBLE -> new ColumnType.Float64();
            case BYTES, FIXED -> new ColumnType.Bytes();
            case ARRAY -> new ColumnType.ListOf(type(schema.getElementType()));
            case MAP -> new ColumnType.MapOf(type(schema.getValueType()));
            case RECORD -> new ColumnType.Struct(
                    schema.getFields().stream().map(f -> new Column(f.name(), type(f.schema()), false)).toList());
            case UNION, NULL -> throw new IllegalStateException("SupportedTypes lets no " + schema + " through");
        };
    }
}
