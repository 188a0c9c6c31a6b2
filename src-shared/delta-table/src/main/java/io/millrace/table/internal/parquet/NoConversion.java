package io.millrace.table.internal.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** For columns that are read one by one: no rows are assembled. */
public final class NoConversion extends GroupConverter {
    private static final PrimitiveConverter LEAF = new PrimitiveConverter() {
    };

    @Override
    public Converter getConverter(int index) {
        return new Either();
    }

    @Override
    public void start() {
        // No rows are assembled.
    }

    @Override
    public void end() {
        // No rows are assembled.
    }

    /** Stands for a field, be it a group or a leaf. */
    private static final class Either extends Converter {
        @Override
        public boolean isPrimitive() {
            return false;
        }

        @Override
        public GroupConverter asGroupConverter() {
            return new NoConversion();
        }

        @Override
        public PrimitiveConverter asPrimitiveConverter() {
            return LEAF;
        }
    }
}
