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
public record Column(String name, ColumnType type, boolean required) {}
