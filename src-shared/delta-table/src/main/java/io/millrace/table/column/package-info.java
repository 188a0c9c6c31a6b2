/**
 * The columns of a table: names, types, and the Java types of their values. Sees no other package.
 */
@NullMarked
package io.millrace.table.column;

import org.jspecify.annotations.NullMarked;
