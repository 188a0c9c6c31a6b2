package io.millrace.table.column;

/**
 * A column, or a field of a struct.
 *
 * @param name
 *            its name
 * @param type
 *            its type
 * @param required
 *            whether every row has a value
 */
public record Column(String name, ColumnType type, boolean required) {
    /**
     * Refuses a null where every row must have a value.
     *
     * @param required
     *            whether every row must
     * @param name
     *            of the column or field
     * @throws IllegalArgumentException
     *             if so
     */
    public static void refuseNull(boolean required, String name) {
        if (required) {
            throw new IllegalArgumentException("a row has no value for " + name + ", which every row must have");
        }
    }
}
