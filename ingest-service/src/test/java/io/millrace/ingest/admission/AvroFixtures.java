package io.millrace.ingest.admission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.millrace.contracts.schema.Contract;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;

/** Earthquakes in Avro. */
final class AvroFixtures {
    private AvroFixtures() {}

    static GenericData.Record quake(Contract quakes, String id) {
        GenericData.Record event = new GenericData.Record(quakes.schema());
        quakes.schema().getFields().stream().filter(Schema.Field::hasDefaultValue)
                .forEach(f -> event.put(f.pos(), GenericData.get().getDefaultValue(f)));
        List.of("event_id", "id", "net", "type", "status").forEach(name -> event.put(name, id));
        List.of("time", "updated").forEach(name -> event.put(name, 1767225600000L));
        List.of("longitude", "latitude").forEach(name -> event.put(name, 1.5));
        return event;
    }

    static byte[] file(Schema schema, GenericData.Record... events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<GenericData.Record>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, out);
            for (GenericData.Record event : events) {
                writer.append(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
