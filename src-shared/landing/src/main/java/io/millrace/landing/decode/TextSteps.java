package io.millrace.landing.decode;

import java.util.List;

import io.millrace.contracts.schema.UuidText;
import io.millrace.table.vector.BytesVector;
import org.jspecify.annotations.Nullable;

/** Steps for texts and bytes. */
final class TextSteps {
    private TextSteps() {}

    /**
     * Reads a text, or bytes that were written as a text.
     *
     * @param least
     *            its least length, in bytes
     */
    record TextStep(BytesVector into, int least) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int length = in.readLength();
            int from = in.take(length);
            if (length < least || !StrictUtf8.isValid(in.bytes(), from, from + length)) {
                throw UnplannedException.INSTANCE;
            }
            into.append(in.bytes(), from, length);
        }
    }

    /** Reads a UUID as text; it is in lower case in the column. */
    record UuidStep(BytesVector into) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int length = in.readLength();
            int from = in.take(length);
            if (!UuidText.isUuid(in.bytes(), from, length)) {
                throw UnplannedException.INSTANCE;
            }
            int index = into.size();
            into.append(in.bytes(), from, length);
            UuidText.toLowerCase(into.bytes(), into.begin(index));
        }
    }

    /** Reads bytes. */
    record BytesStep(BytesVector into) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int length = in.readLength();
            into.append(in.bytes(), in.take(length), length);
        }
    }

    /** Reads bytes of one length. */
    record FixedStep(BytesVector into, int length) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            into.append(in.bytes(), in.take(length), length);
        }
    }

    /**
     * Reads a symbol of an enum.
     *
     * @param symbols
     *            the texts of the writer's symbols, by index; null for a symbol that the contract does not have
     */
    record SymbolStep(BytesVector into, List<byte @Nullable []> symbols) implements AvroStep {
        @Override
        public void read(AvroCursor in) {
            int index = in.readInt();
            byte[] symbol = index < 0 || index >= symbols.size() ? null : symbols.get(index);
            if (symbol == null) {
                throw UnplannedException.INSTANCE;
            }
            into.append(symbol, 0, symbol.length);
        }
    }
}
