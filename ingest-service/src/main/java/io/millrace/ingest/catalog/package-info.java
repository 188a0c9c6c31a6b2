/**
 * Keeps the contracts up to date and finds the contract of a stream. May use {@code health},
 * {@code config} and {@code metrics}.
 */
@NullMarked
package io.millrace.ingest.catalog;

import org.jspecify.annotations.NullMarked;
