package io.millrace.table.internal.log.kernel;

import java.util.ArrayList;
import java.util.List;

import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/** Translates column types to Kernel's types, and back. */
public final class DeltaTypes {
    private DeltaTypes() {}

    public static StructType schema(List<Column> columns) {
        List<StructField> fields = new ArrayList<>();
        for (Column column : columns) {
            fields.add(new StructField(column.name(), type(column.type()), !column.required()));
        }
        return new StructType(fields);
    }

    static List<Column> columns(StructType schema) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(new Column(field.getName(), type(field.getDataType()), !field.isNullable()));
        }
        return columns;
    }

    private static DataType type(ColumnType type) {
        return switch (type) {
            case ColumnType.Text t -> StringType.STRING;
            case ColumnType.Bool t -> BooleanType.BOOLEAN;
            case ColumnType.Int32 t -> IntegerType.INTEGER;
            case ColumnType.Int64 t -> LongType.LONG;
            case ColumnType.Float32 t -> FloatType.FLOAT;
            case ColumnType.Float64 t -> DoubleType.DOUBLE;
            case ColumnType.Bytes t -> BinaryType.BINARY;
            case ColumnType.Date t -> DateType.DATE;
            case ColumnType.Timestamp t -> TimestampType.TIMESTAMP;
            case ColumnType.Decimal d -> new DecimalType(d.precision(), d.scale());
            case ColumnType.Struct s -> schema(s.fields());
            case ColumnType.ListOf l -> new ArrayType(type(l.element()), true);
            case ColumnType.MapOf m -> new MapType(StringType.STRING, type(m.value()), true);
        };
    }

    private static ColumnType type(DataType type) {
        if (type instanceof StructType struct) {
            return new ColumnType.Struct(columns(struct));
        }
        if (type instanceof ArrayType array) {
            return new ColumnType.ListOf(type(array.getElementType()));
        }
        if (type instanceof MapType map && map.getKeyType() instanceof StringType) {
            return new ColumnType.MapOf(type(map.getValueType()));
        }
        if (type instanceof DecimalType decimal) {
            return new ColumnType.Decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (type instanceof StringType) {
            return new ColumnType.Text();
        }
        if (type instanceof BooleanType) {
            return new ColumnType.Bool();
        }
        if (type instanceof IntegerType) {
            return new ColumnType.Int32();
        }
        if (type instanceof LongType) {
            return new ColumnType.Int64();
        }
        if (type instanceof FloatType) {
            return new ColumnType.Float32();
        }
        if (type instanceof DoubleType) {
            return new ColumnType.Float64();
        }
        if (type instanceof BinaryType) {
            return new ColumnType.Bytes();
        }
        if (type instanceof DateType) {
            return new ColumnType.Date();
        }
        if (type instanceof TimestampType) {
            return new ColumnType.Timestamp();
        }
        throw new IllegalArgumentException("column type " + type + " is not one that Millrace writes");
    }
}
