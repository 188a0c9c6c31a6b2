package io.millrace.landing.decode;

import java.util.Arrays;

import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.MapVector;
import io.millrace.table.vector.StructVector;

/** Steps for nulls and for what holds other values. */
final class NestedSteps {
    private NestedSteps() {}

    /** Appends a null, which needs no bytes. */
    record NullStep(ColumnVector into) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            into.appendNull();
        }
    }

    /** Stands where the writer's type cannot be read as the contract's. */
    record UnreadableStep() implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            throw UnplannedException.INSTANCE;
        }
    }

    /** Reads one of several types, by the index in front of it. */
    record UnionStep(AvroStep[] branches) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int index = in.readInt();
            if (index < 0 || index >= branches.length) {
                throw UnplannedException.INSTANCE;
            }
            branches[index].read(in);
        }
    }

    /** Reads one value after another. */
    record SequenceStep(AvroStep[] steps) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            for (AvroStep step : steps) {
                step.read(in);
            }
        }

        /** These steps without the last ones that only pass over fields. */
        SequenceStep withoutSkippedEnd() {
            int needed = steps.length;
            while (needed > 0 && steps[needed - 1] instanceof SkipStep) {
                needed--;
            }
            return new SequenceStep(Arrays.copyOf(steps, needed));
        }
    }

    /** Reads a record within an event. */
    record StructStep(StructVector into, SequenceStep fields) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            into.appendPresent();
            fields.read(in);
        }
    }

    /**
     * Appends the default of a field that was not written.
     *
     * @param encoded
     *            the default in Avro's binary encoding
     * @param step
     *            reads it
     */
    record DefaultStep(byte[] encoded, AvroStep step) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            in.readFrom(encoded, step);
        }
    }

    /**
     * Reads an array.
     *
     * @param weight
     *            what an element adds to the columns beside the bytes that are read, in bytes
     */
    record ArrayStep(ListVector into, AvroStep element, long weight) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
                in.charge(count * weight);
                for (int i = 0; i < count; i++) {
                    element.read(in);
                }
            }
            into.appendEnd();
        }
    }

    /**
     * Reads a map whose keys differ.
     *
     * @param weight
     *            what an entry adds to the columns beside the bytes that are read, in bytes
     */
    record MapStep(MapVector into, AvroStep key, AvroStep value, long weight, DistinctKeys keys) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int first = into.keys().size();
            for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
                in.charge(count * weight);
                for (int i = 0; i < count; i++) {
                    key.read(in);
                    value.read(in);
                }
            }
            if (!keys.differ(into.keys(), first)) {
                throw UnplannedException.INSTANCE;
            }
            into.appendEnd();
        }
    }
}
