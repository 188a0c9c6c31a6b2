/**
 * The entry point: opens tables, their maintenance and their readers. Sees the API in {@code io.millrace.table} and the
 * assembly in {@code internal}; nothing in this library sees it.
 */
@NullMarked
package io.millrace.table.factory;

import org.jspecify.annotations.NullMarked;
