/**
 * SQL of a view of a stream's table in which rows from before a field was added have the field's default. Text only:
 * this package reads no table. May use no other package of this service.
 */
@NullMarked
package io.millrace.ingest.sqlview;

import org.jspecify.annotations.NullMarked;
