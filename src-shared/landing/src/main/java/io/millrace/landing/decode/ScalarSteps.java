package io.millrace.landing.decode;

import static io.millrace.contracts.schema.ValueRanges.MAX_DAY;
import static io.millrace.contracts.schema.ValueRanges.MAX_MICRO_OF_DAY;
import static io.millrace.contracts.schema.ValueRanges.MAX_MILLI_OF_DAY;
import static io.millrace.contracts.schema.ValueRanges.MAX_SECOND;
import static io.millrace.contracts.schema.ValueRanges.MIN_DAY;
import static io.millrace.contracts.schema.ValueRanges.MIN_SECOND;

import io.millrace.contracts.schema.UuidText;
import io.millrace.table.column.ColumnType;
import io.millrace.table.vector.BooleanVector;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.DoubleVector;
import io.millrace.table.vector.FloatVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.LongVector;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Chooses the step for a value that holds no other values. */
final class ScalarSteps {
    private static final long PER_SECOND = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private ScalarSteps() {}

    /**
     * The step.
     *
     * @param writer
     *            the type it was written with; Avro reads it as the other one
     * @param reader
     *            the type of the contract
     * @param type
     *            the type of the column
     * @param least
     *            the least length of a text, in bytes
     */
    static AvroStep of(Schema writer, Schema reader, ColumnType type, ColumnVector into, int least) {
        return switch (type) {
            case ColumnType.Bool t -> new NumberSteps.TruthStep((BooleanVector) into);
            case ColumnType.Date t -> new NumberSteps.IntStep((IntVector) into, MIN_DAY, MAX_DAY);
            case ColumnType.Int32 t -> reader.getLogicalType() instanceof LogicalTypes.TimeMillis
                    ? new NumberSteps.IntStep((IntVector) into, 0, MAX_MILLI_OF_DAY)
                    : new NumberSteps.IntStep((IntVector) into, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case ColumnType.Int64 t -> reader.getLogicalType() instanceof LogicalTypes.TimeMicros
                    ? whole(writer, into, 0, MAX_MICRO_OF_DAY, 1)
                    : whole(writer, into, Long.MIN_VALUE, Long.MAX_VALUE, 1);
            case ColumnType.Timestamp t -> reader.getLogicalType() instanceof LogicalTypes.TimestampMillis
                    ? timestamp(writer, into, MILLIS_PER_SECOND)
                    : timestamp(writer, into, PER_SECOND);
            case ColumnType.Float32 t -> new NumberSteps.FloatStep((FloatVector) into, writer.getType());
            case ColumnType.Float64 t -> new NumberSteps.DoubleStep((DoubleVector) into, writer.getType());
            case ColumnType.Text t -> UuidText.isTypeOf(reader)
                    ? new TextSteps.UuidStep((BytesVector) into)
                    : new TextSteps.TextStep((BytesVector) into, least);
            case ColumnType.Bytes t -> bytes(writer, (BytesVector) into);
            case ColumnType.Decimal decimal -> decimal(writer, decimal, into);
            case ColumnType.Struct t -> new NestedSteps.UnreadableStep();
            case ColumnType.ListOf t -> new NestedSteps.UnreadableStep();
            case ColumnType.MapOf t -> new NestedSteps.UnreadableStep();
        };
    }

    private static AvroStep whole(Schema writer, ColumnVector into, long min, long max, long factor) {
        return new NumberSteps.LongStep((LongVector) into, writer.getType() == Schema.Type.INT, min, max, factor);
    }

    private static AvroStep timestamp(Schema writer, ColumnVector into, long perSecond) {
        return whole(writer, into, MIN_SECOND * perSecond, MAX_SECOND * perSecond + perSecond - 1,
                PER_SECOND / perSecond);
    }

    private static AvroStep bytes(Schema writer, BytesVector into) {
        return switch (writer.getType()) {
            case FIXED -> new TextSteps.FixedStep(into, writer.getFixedSize());
            case STRING -> new TextSteps.TextStep(into, 0);
            default -> new TextSteps.BytesStep(into);
        };
    }

    private static AvroStep decimal(Schema writer, ColumnType.Decimal type, ColumnVector into) {
        if (writer.getType() == Schema.Type.STRING) {
            return new NestedSteps.UnreadableStep();
        }
        int fixed = writer.getType() == Schema.Type.FIXED ? writer.getFixedSize() : DecimalSteps.ANY;
        return type.isLong()
                ? new DecimalSteps.ShortDecimalStep((LongVector) into, fixed, type)
                : new DecimalSteps.WideDecimalStep((BytesVector) into, fixed, type);
    }
}
