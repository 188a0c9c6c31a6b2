package io.millrace.table.internal.log.kernel;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes the values of actions to Parquet's record consumer. */
final class ActionValues {
    private ActionValues() {}

    static void field(RecordConsumer out, String name, int index, ColumnVector vector, int row) {
        if (!vector.isNullAt(row)) {
            out.startField(name, index);
            value(out, vector, row);
            out.endField(name, index);
        }
    }

    private static void value(RecordConsumer out, ColumnVector vector, int row) {
        DataType type = vector.getDataType();
        if (type instanceof StructType struct) {
            out.startGroup();
            for (int i = 0; i < struct.length(); i++) {
                field(out, struct.at(i).getName(), i, vector.getChild(i), row);
            }
            out.endGroup();
        } else if (type instanceof MapType) {
            map(out, vector.getMap(row));
        } else if (type instanceof ArrayType) {
            array(out, vector.getArray(row));
        } else if (type instanceof StringType) {
            out.addBinary(Binary.fromString(vector.getString(row)));
        } else if (type instanceof BooleanType) {
            out.addBoolean(vector.getBoolean(row));
        } else if (type instanceof IntegerType) {
            out.addInteger(vector.getInt(row));
        } else {
            out.addLong(vector.getLong(row));
        }
    }

    private static void map(RecordConsumer out, MapValue map) {
        out.startGroup();
        if (map.getSize() > 0) {
            out.startField("key_value", 0);
            for (int i = 0; i < map.getSize(); i++) {
                out.startGroup();
                field(out, "key", 0, map.getKeys(), i);
                field(out, "value", 1, map.getValues(), i);
                out.endGroup();
            }
            out.endField("key_value", 0);
        }
        out.endGroup();
    }

    private static void array(RecordConsumer out, ArrayValue array) {
        out.startGroup();
        if (array.getSize() > 0) {
            out.startField("list", 0);
            for (int i = 0; i < array.getSize(); i++) {
                out.startGroup();
                field(out, "element", 0, array.getElements(), i);
                out.endGroup();
            }
            out.endField("list", 0);
        }
        out.endGroup();
    }
}
