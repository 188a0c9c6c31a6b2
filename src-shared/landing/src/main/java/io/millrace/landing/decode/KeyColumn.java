package io.millrace.landing.decode;

import io.millrace.contracts.schema.RoleValues;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.LongVector;

/** Copies one part of the key of an event from its column, as text, and holds it to the rules of keys. */
final class KeyColumn {
    private static final int MOST_DIGITS = 20;
    private static final int RADIX = 10;

    private final ColumnVector column;
    private final BytesVector into;
    private final byte[] text = new byte[MOST_DIGITS];

    KeyColumn(ColumnVector column, BytesVector into) {
        this.column = column;
        this.into = into;
    }

    /** Copies the part of an event; returns the length of the text in bytes. */
    int copy(int index) {
        switch (column) {
            case BytesVector texts -> into.append(texts.bytes(), texts.begin(index), texts.length(index));
            case LongVector numbers -> digits(numbers.at(index));
            case IntVector numbers -> digits(numbers.at(index));
            default -> throw new IllegalStateException("a key is a text or a whole number");
        }
        int begin = into.begin(index);
        int length = into.length(index);
        if (length == 0 || length > RoleValues.MAX_KEY_LENGTH
                && StrictUtf8.characters(into.bytes(), begin, begin + length) > RoleValues.MAX_KEY_LENGTH
                || StrictUtf8.isBlank(into.bytes(), begin, begin + length)) {
            throw UnplannedException.INSTANCE;
        }
        return length;
    }

    /** A negative number keeps its sign until the end: the least long has no positive counterpart. */
    private void digits(long number) {
        int at = MOST_DIGITS;
        long left = number;
        do {
            text[--at] = (byte) ('0' + Math.abs(left % RADIX));
            left /= RADIX;
        } while (left != 0);
        if (number < 0) {
            text[--at] = '-';
        }
        into.append(text, at, MOST_DIGITS - at);
    }
}
