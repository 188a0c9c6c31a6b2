package io.millrace.table.internal.log.kernel;

import java.util.ArrayList;
import java.util.List;

import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a checkpoint, from Kernel's. */
final class CheckpointSchema {
    private CheckpointSchema() {}

    static List<Type> types(StructType struct) {
        List<Type> types = new ArrayList<>();
        for (StructField field : struct.fields()) {
            types.add(type(field.getName(), field.getDataType(), field.isNullable()));
        }
        return types;
    }

    private static Type type(String name, DataType type, boolean nullable) {
        Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
        if (type instanceof StructType struct) {
            return new GroupType(repetition, name, types(struct));
        }
        if (type instanceof MapType map) {
            return Types.buildGroup(repetition).as(LogicalTypeAnnotation.mapType())
                    .addField(new GroupType(Repetition.REPEATED, "key_value", type("key", map.getKeyType(), false),
                            type("value", map.getValueType(), map.isValueContainsNull())))
                    .named(name);
        }
        if (type instanceof ArrayType array) {
            return Types.buildGroup(repetition).as(LogicalTypeAnnotation.listType())
                    .addField(new GroupType(Repetition.REPEATED, "list",
                            type("element", array.getElementType(), array.containsNull())))
                    .named(name);
        }
        if (type instanceof StringType) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition).as(LogicalTypeAnnotation.stringType())
                    .named(name);
        }
        if (type instanceof BooleanType) {
            return Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
        }
        if (type instanceof IntegerType) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
        }
        if (type instanceof LongType) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
        }
        throw new UnsupportedOperationException("no checkpoint column has type " + type);
    }
}
