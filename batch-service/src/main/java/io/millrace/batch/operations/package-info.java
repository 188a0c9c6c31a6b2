/**
 * The requests of operators, on the management port: dead letters, redrives and receipts. A request is authenticated by an API
 * key, as at the gateway; refusals are RFC 9457 problems. What is done with letters and receipts is in {@code landing}: this
 * package reads requests and writes responses. Sees {@code config}, {@code interval}, {@code metrics} and {@code read}.
 */
@NullMarked
package io.millrace.batch.operations;

import org.jspecify.annotations.NullMarked;
