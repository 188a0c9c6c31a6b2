/**
 * Loads the contracts from the registry, refreshes them, and finds the contract of a stream. May use {@code health},
 * {@code config} and {@code metrics}.
 */
@NullMarked
package io.millrace.ingest.catalog;

import org.jspecify.annotations.NullMarked;
