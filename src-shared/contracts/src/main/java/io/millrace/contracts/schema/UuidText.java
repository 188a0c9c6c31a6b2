package io.millrace.contracts.schema;

import java.util.Locale;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a UUID: 36 characters, as RFC 9562 writes it. Its one spelling is lower case, so that one UUID is one
 * key; upper case is read and never kept.
 */
public final class UuidText {
    /** Why a text is no UUID. */
    public static final String REASON = "must be a UUID of 36 characters";

    private static final int LENGTH = 36;

    private UuidText() {}

    /** Whether values of this type, which is not nullable, are UUIDs in text form. */
    public static boolean isTypeOf(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.Uuid && schema.getType() == Schema.Type.STRING;
    }

    /** The text as a value of this type is spelled; null when the type is uuid and the text is none. */
    public static @Nullable String spelled(Schema schema, String text) {
        return isTypeOf(schema) ? canonical(text) : text;
    }

    /** The UUID in lower case; null when the text is no UUID. */
    public static @Nullable String canonical(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        boolean upper = false;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (!isLegal(i, c)) {
                return null;
            }
            upper |= c >= 'A' && c <= 'F';
        }
        return upper ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Writes a UUID in lower case, in place; leaves a text that is no UUID as it is. */
    static void canonicalize(Utf8 text) {
        if (!isUuid(text)) {
            return;
        }
        toLowerCase(text.getBytes(), 0);
    }

    /** Writes the UUID that begins at an index in lower case, in place. */
    public static void toLowerCase(byte[] utf8, int from) {
        for (int i = from; i < from + LENGTH; i++) {
            if (utf8[i] >= 'A' && utf8[i] <= 'F') {
                utf8[i] = (byte) (utf8[i] + 'a' - 'A');
            }
        }
    }

    /** Whether the text is a UUID, in either case. */
    static boolean isUuid(Object text) {
        if (text instanceof Utf8 utf8) {
            return isUuid(utf8.getBytes(), 0, utf8.getByteLength());
        }
        return canonical(text.toString()) != null;
    }

    /** Whether this part of an array is a UUID as UTF-8 text, in either case. */
    public static boolean isUuid(byte[] utf8, int from, int length) {
        boolean legal = length == LENGTH;
        for (int i = 0; legal && i < LENGTH; i++) {
            legal = isLegal(i, utf8[from + i]);
        }
        return legal;
    }

    private static boolean isLegal(int index, int c) {
        return switch (index) {
            case 8, 13, 18, 23 -> c == '-';
            default -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
        };
    }
}
