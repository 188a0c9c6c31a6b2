package io.millrace.landing.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.schema.DefaultRules;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.MapVector;
import io.millrace.table.vector.StructVector;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Compiles Avro's own resolution of two schemas to steps. */
final class StepCompiler {
    private final Set<String> notEmpty;
    /** The bytes of the defaults that are appended for each event, or for each element of the array that is compiled. */
    private long defaultBytes;

    /**
     * @param notEmpty
     *            the fields of the event that must not be an empty text
     */
    StepCompiler(Set<String> notEmpty) {
        this.notEmpty = notEmpty;
    }

    /** The bytes of the defaults that are appended for each event, without those in elements of arrays and maps. */
    long defaultBytes() {
        return defaultBytes;
    }

    /** The steps of an event, whose fields are the first of these columns. */
    AvroStep event(Schema writer, Schema contract, List<Column> columns, List<ColumnVector> vectors) {
        return Resolver.resolve(Schema.applyAliases(writer, contract), contract) instanceof Resolver.RecordAdjust fields
                ? sequence(fields, columns, vectors, notEmpty)
                : new NestedSteps.UnreadableStep();
    }

    /** The steps of an event up to its last field that a part of the contract has; what follows in the record is not read. */
    AvroStep beginning(Schema writer, Schema part, List<Column> columns, List<ColumnVector> vectors) {
        return event(writer, part, columns, vectors) instanceof NestedSteps.SequenceStep all
                ? all.withoutSkippedEnd()
                : new NestedSteps.UnreadableStep();
    }

    private NestedSteps.SequenceStep sequence(Resolver.RecordAdjust action, List<Column> columns,
            List<ColumnVector> vectors, Set<String> texts) {
        List<AvroStep> steps = new ArrayList<>();
        int read = 0;
        for (Resolver.Action field : action.fieldActions) {
            if (field instanceof Resolver.Skip skip) {
                steps.add(new SkipStep(skip.writer));
                continue;
            }
            Schema.Field target = action.readerOrder[read++];
            steps.add(step(field, columns.get(target.pos()).type(), vectors.get(target.pos()),
                    texts.contains(target.name()) ? 1 : 0));
        }
        for (Schema.Field target : Arrays.asList(action.readerOrder).subList(action.firstDefault,
                action.readerOrder.length)) {
            steps.add(byDefault(target, columns.get(target.pos()).type(), vectors.get(target.pos()),
                    texts.contains(target.name()) ? 1 : 0));
        }
        return new NestedSteps.SequenceStep(steps.toArray(AvroStep[]::new));
    }

    private AvroStep step(Resolver.Action action, ColumnType type, ColumnVector into, int least) {
        return switch (action.type) {
            case WRITER_UNION -> new NestedSteps.UnionStep(Arrays.stream(((Resolver.WriterUnion) action).actions)
                    .map(branch -> step(branch, type, into, least)).toArray(AvroStep[]::new));
            case READER_UNION -> step(((Resolver.ReaderUnion) action).actualAction, type, into, least);
            case RECORD -> {
                StructVector struct = (StructVector) into;
                yield new NestedSteps.StructStep(struct, sequence((Resolver.RecordAdjust) action,
                        ((ColumnType.Struct) type).fields(), struct.fields(), Set.of()));
            }
            case CONTAINER -> container(((Resolver.Container) action).elementAction, type, into);
            case ENUM -> new TextSteps.SymbolStep((BytesVector) into, symbols((Resolver.EnumAdjust) action));
            case DO_NOTHING, PROMOTE -> action.reader.getType() == Schema.Type.NULL
                    ? new NestedSteps.NullStep(into)
                    : ScalarSteps.of(action.writer, action.reader, type, into, least);
            case ERROR, SKIP -> new NestedSteps.UnreadableStep();
        };
    }

    private AvroStep container(Resolver.Action element, ColumnType type, ColumnVector into) {
        long outer = defaultBytes;
        defaultBytes = 0;
        AvroStep step;
        if (into instanceof ListVector list) {
            ColumnType elements = ((ColumnType.ListOf) type).element();
            AvroStep each = step(element, elements, list.elements(), 0);
            step = new NestedSteps.ArrayStep(list, each, ColumnWeight.of(elements) + defaultBytes);
        } else {
            MapVector map = (MapVector) into;
            ColumnType values = ((ColumnType.MapOf) type).value();
            AvroStep each = step(element, values, map.values(), 0);
            step = new NestedSteps.MapStep(map, new TextSteps.TextStep(map.keys(), 0), each,
                    ColumnWeight.ofKey() + ColumnWeight.of(values) + defaultBytes, new DistinctKeys());
        }
        defaultBytes = outer;
        return step;
    }

    private static List<byte @Nullable []> symbols(Resolver.EnumAdjust action) {
        List<byte @Nullable []> symbols = new ArrayList<>();
        for (int adjusted : action.adjustments) {
            symbols.add(adjusted < 0
                    ? null
                    : action.reader.getEnumSymbols().get(adjusted).getBytes(StandardCharsets.UTF_8));
        }
        return symbols;
    }

    private AvroStep byDefault(Schema.Field field, ColumnType type, ColumnVector into, int least) {
        byte[] encoded;
        try {
            encoded = encoded(field.schema(), DefaultRules.valueOf(field));
        } catch (AvroRuntimeException e) {
            // No value of the field's type: Avro fails where the default is needed.
            return new NestedSteps.UnreadableStep();
        }
        defaultBytes += encoded.length;
        return new NestedSteps.DefaultStep(encoded,
                step(Resolver.resolve(field.schema(), field.schema()), type, into, least));
    }

    private static byte[] encoded(Schema schema, @Nullable Object value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<@Nullable Object>(schema).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
