package io.millrace.landing.decode;

import io.millrace.table.vector.BooleanVector;
import io.millrace.table.vector.DoubleVector;
import io.millrace.table.vector.FloatVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.LongVector;
import org.apache.avro.Schema;

/** Steps for truth values and numbers, and for times and dates, which are numbers in a range. */
final class NumberSteps {
    private NumberSteps() {}

    /** Reads a truth value. */
    record TruthStep(BooleanVector into) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            into.append(in.readBoolean());
        }
    }

    /** Reads an int from {@code min} to {@code max}, both inclusive. */
    record IntStep(IntVector into, int min, int max) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int value = in.readInt();
            if (value < min || value > max) {
                throw UnplannedException.INSTANCE;
            }
            into.append(value);
        }
    }

    /**
     * Reads a long.
     *
     * @param isInt
     *            whether it was written as an int
     * @param min
     *            the least value, inclusive
     * @param max
     *            the greatest value, inclusive
     * @param factor
     *            what the value is multiplied by
     */
    record LongStep(LongVector into, boolean isInt, long min, long max, long factor) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            long value = isInt ? in.readInt() : in.readLong();
            if (value < min || value > max) {
                throw UnplannedException.INSTANCE;
            }
            into.append(value * factor);
        }
    }

    /** Reads a float that was written as a number of another type, or as one. */
    record FloatStep(FloatVector into, Schema.Type written) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            into.append(switch (written) {
                case FLOAT -> in.readFloat();
                case INT -> (float) in.readInt();
                case LONG -> (float) in.readLong();
                default -> throw UnplannedException.INSTANCE;
            });
        }
    }

    /** Reads a double that was written as a number of another type, or as one. */
    record DoubleStep(DoubleVector into, Schema.Type written) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            into.append(switch (written) {
                case DOUBLE -> in.readDouble();
                case FLOAT -> (double) in.readFloat();
                case INT -> (double) in.readInt();
                case LONG -> (double) in.readLong();
                default -> throw UnplannedException.INSTANCE;
            });
        }
    }
}
