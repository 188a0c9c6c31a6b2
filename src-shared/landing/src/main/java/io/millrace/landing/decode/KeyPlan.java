package io.millrace.landing.decode;

import java.util.List;
import java.util.Set;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ColumnVectors;
import org.apache.avro.Schema;

/**
 * Reads the key of a record that was written with one schema, and nothing behind it. A record with a key need not be an event:
 * what follows the key is not checked.
 */
final class KeyPlan {
    private final AvroStep fields;
    private final ColumnVectors values;
    private final BytesVector pks = BytesVector.ofText();
    private final BytesVector eventIds = BytesVector.ofText();
    private final KeyColumn pk;
    private final KeyColumn eventId;

    /**
     * @param writer
     *            the schema that the records were written with
     * @param contract
     *            that names the parts of the key
     */
    KeyPlan(Schema writer, Contract contract) {
        Set<String> names = Set.of(contract.roles().pk(), contract.roles().eventId());
        List<Schema.Field> parts = contract.schema().getFields().stream()
                .filter(field -> names.contains(field.name())).toList();
        TableShape shape = ContractTable.shape(contract);
        List<Column> columns = parts.stream().map(field -> shape.column(field.name()).orElseThrow()).toList();
        this.values = new ColumnVectors(columns);
        this.fields = new StepCompiler(names).beginning(writer, schema(contract.schema(), parts), columns,
                values.all());
        this.pk = new KeyColumn(vector(contract.roles().pk()), pks);
        this.eventId = new KeyColumn(vector(contract.roles().eventId()), eventIds);
    }

    private static Schema schema(Schema contract, List<Schema.Field> parts) {
        Schema schema = Schema.createRecord(contract.getName(), null, contract.getNamespace(), false,
                parts.stream().map(field -> new Schema.Field(field, field.schema())).toList());
        contract.getAliases().forEach(schema::addAlias);
        return schema;
    }

    private ColumnVector vector(String name) {
        ColumnVector vector = values.find(name);
        if (vector == null) {
            throw new IllegalArgumentException("the contract has no field " + name);
        }
        return vector;
    }

    /**
     * The hash of the key of a record, see {@link EventKey#hash()}.
     *
     * @throws UnplannedException
     *             when it has none by this plan
     */
    long hash(byte[] value, AvroCursor in) {
        values.truncate(0);
        pks.truncate(0);
        eventIds.truncate(0);
        in.start(value, RecordCodec.HEADER, Long.MAX_VALUE);
        fields.read(in);
        int pkLength = pk.copy(0);
        int idLength = eventId.copy(0);
        return EventKey.hash(pks.bytes(), pks.begin(0), pkLength, eventIds.bytes(), eventIds.begin(0), idLength);
    }
}
