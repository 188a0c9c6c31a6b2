package io.millrace.table.internal.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of our data files, by the Parquet format's rules for decimals, lists and maps. */
public final class ParquetSchemas {
    /** The largest decimal precision that a 32-bit integer holds, by the Parquet format. */
    public static final int INT32_DIGITS = 9;

    private ParquetSchemas() {}

    public static MessageType message(List<Column> columns) {
        return new MessageType("row", columns.stream().map(ParquetSchemas::field).toList());
    }

    private static Type field(Column column) {
        return type(column.name(), column.type(), column.required() ? Repetition.REQUIRED : Repetition.OPTIONAL);
    }

    private static Type type(String name, ColumnType type, Repetition repetition) {
        return switch (type) {
            case ColumnType.Text t ->
                Types.primitive(BINARY, repetition).as(LogicalTypeAnnotation.stringType()).named(name);
            case ColumnType.Bool t -> Types.primitive(BOOLEAN, repetition).named(name);
            case ColumnType.Int32 t -> Types.primitive(INT32, repetition).named(name);
            case ColumnType.Int64 t -> Types.primitive(INT64, repetition).named(name);
            case ColumnType.Float32 t -> Types.primitive(FLOAT, repetition).named(name);
            case ColumnType.Float64 t -> Types.primitive(DOUBLE, repetition).named(name);
            case ColumnType.Bytes t -> Types.primitive(BINARY, repetition).named(name);
            case ColumnType.Date t ->
                Types.primitive(INT32, repetition).as(LogicalTypeAnnotation.dateType()).named(name);
            case ColumnType.Timestamp t -> Types.primitive(INT64, repetition)
                    .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS)).named(name);
            case ColumnType.Decimal d -> decimal(name, d, repetition);
            case ColumnType.Struct s -> new GroupType(repetition, name,
                    s.fields().stream().map(ParquetSchemas::field).toList());
            case ColumnType.ListOf l -> Types.buildGroup(repetition).as(LogicalTypeAnnotation.listType())
                    .addField(new GroupType(Repetition.REPEATED, "list",
                            type("element", l.element(), Repetition.OPTIONAL)))
                    .named(name);
            case ColumnType.MapOf m -> Types.buildGroup(repetition).as(LogicalTypeAnnotation.mapType())
                    .addField(new GroupType(Repetition.REPEATED, "key_value",
                            type("key", new ColumnType.Text(), Repetition.REQUIRED),
                            type("value", m.value(), Repetition.OPTIONAL)))
                    .named(name);
        };
    }

    private static PrimitiveType decimal(String name, ColumnType.Decimal decimal, Repetition repetition) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision());
        if (decimal.precision() <= INT32_DIGITS) {
            return Types.primitive(INT32, repetition).as(annotation).named(name);
        }
        if (decimal.isLong()) {
            return Types.primitive(INT64, repetition).as(annotation).named(name);
        }
        return Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition).length(decimal.bytes())
                .as(annotation).named(name);
    }
}
