/**
 * The outcomes of single events and of batches, and the reasons for which events are rejected: the vocabulary that
 * validation, publishing and HTTP responses share. May use {@code metrics}.
 */
@NullMarked
package io.millrace.ingest.outcome;

import org.jspecify.annotations.NullMarked;
