package io.millrace.contracts.schema;

import java.util.regex.Pattern;

/**
 * The full name of a shared type, which is its artifact id in the registry.
 *
 * @param value
 *            names of letters, digits and {@code _} with dots between them, at least two, at most 200 characters: the
 *            namespace and the name of an Avro record, enum or fixed
 */
public record TypeName(String value) implements Comparable<TypeName> {
    private static final int MAX_LENGTH = 200;
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)++");

    public TypeName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("'" + value + "' is no full name of a type. Use a namespace and a name"
                    + " of letters, digits and '_', such as example.Region.");
        }
    }

    /** Whether the text may name a shared type. */
    public static boolean isLegal(String value) {
        return value.length() <= MAX_LENGTH && LEGAL.matcher(value).matches();
    }

    @Override
    public int compareTo(TypeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
