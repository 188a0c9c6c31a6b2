/**
 * Ingest: accepts events over HTTP and answers with 2xx only when all in-sync Kafka replicas have all of them.
 *
 * <p>
 * A request passes {@code http}, {@code admission} (validation against the contract) and {@code publish} (Kafka), in
 * this order. This package creates the CDI beans of classes that do not know CDI. May use every package; no other
 * package may use this one.
 */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
