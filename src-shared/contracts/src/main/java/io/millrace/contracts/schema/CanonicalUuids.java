package io.millrace.contracts.schema;

import org.apache.avro.Conversion;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.util.Utf8;

/** Makes Avro read every UUID in text form as lower case, defaults included. Other texts stay unchanged. */
public final class CanonicalUuids extends Conversion<Object> {
    /** The data model to read with. */
    public static GenericData data() {
        GenericData data = new GenericData(CanonicalUuids.class.getClassLoader());
        data.addLogicalTypeConversion(new CanonicalUuids());
        // It cannot fill in an empty array as the default of a union, and is no faster here.
        data.setFastReaderEnabled(false);
        return data;
    }

    @Override
    public String getLogicalTypeName() {
        return LogicalTypes.uuid().getName();
    }

    /** No value is of this class alone, so that nothing is converted when it is written. */
    @Override
    public Class<Object> getConvertedType() {
        return Object.class;
    }

    @Override
    public Object fromCharSequence(CharSequence value, Schema schema, LogicalType type) {
        if (value instanceof Utf8 utf8) {
            UuidText.canonicalize(utf8);
            return utf8;
        }
        String canonical = UuidText.canonical(value.toString());
        return canonical == null ? value : canonical;
    }

    @Override
    public Object fromFixed(GenericFixed value, Schema schema, LogicalType type) {
        return value;
    }
}
