package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.record.DecodedWeight;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Objects as records: field names match exactly, no field is unknown, and none is missing unless it has a default. */
public final class RecordReader implements ValueReader {
    /** A field of the record with the reader of its values, and its default where it has one. */
    record Field(Schema.Field schema, ValueReader reader, @Nullable FieldDefault defaultValue) {}

    /** Values for missing fields, before the defaults of the contract. */
    public interface DefaultValues {
        DefaultValues NOTHING = (field, errors) -> null;

        /** The value; null when the default stands in, or when the reason why there is none was noted in the errors. */
        @Nullable
        Object valueOf(Schema.Field field, ValidationErrors errors);
    }

    private final Schema schema;
    private final List<Field> fields;
    private final Map<String, Field> byName = new HashMap<>();
    private final long weight;

    RecordReader(Schema schema, List<Field> fields) {
        this.schema = schema;
        this.fields = List.copyOf(fields);
        this.weight = DecodedWeight.RECORD + DecodedWeight.REFERENCE * fields.size();
        this.fields.forEach(field -> byName.put(field.schema().name(), field));
    }

    @Override
    public GenericData.@Nullable Record read(JsonParser json, ValidationErrors errors) throws IOException {
        return read(json, errors, DefaultValues.NOTHING);
    }

    public GenericData.@Nullable Record read(JsonParser json, ValidationErrors errors, DefaultValues defaults)
            throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            errors.unexpected("object", json);
            return null;
        }
        errors.charge(weight);
        GenericData.Record result = new GenericData.Record(schema);
        boolean[] seen = new boolean[fields.size()];
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Field field = byName.get(name);
            json.nextToken();
            errors.into(name);
            if (field == null) {
                errors.problem("is not a field of " + schema.getName());
                json.skipChildren();
            } else {
                int position = field.schema().pos();
                seen[position] = true;
                result.put(position, field.reader().read(json, errors));
            }
            errors.out();
        }
        complete(result, seen, errors, defaults);
        return result;
    }

    private void complete(GenericData.Record result, boolean[] seen, ValidationErrors errors, DefaultValues defaults) {
        for (Field field : fields) {
            int position = field.schema().pos();
            if (seen[position]) {
                continue;
            }
            errors.into(field.schema().name());
            int before = errors.size();
            Object value = defaults.valueOf(field.schema(), errors);
            if (value != null) {
                result.put(position, value);
            } else if (field.defaultValue() != null) {
                errors.charge(field.defaultValue().weight());
                result.put(position, field.defaultValue().copy());
            } else if (errors.size() == before) {
                errors.problem("is required");
            }
            errors.out();
        }
    }
}
