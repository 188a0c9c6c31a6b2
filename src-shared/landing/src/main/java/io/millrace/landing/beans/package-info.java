/**
 * The CDI beans that stream-service and batch-service have in common: Kafka clients, the contract catalog and the
 * supervision of background tasks. Sees {@code config} and {@code metrics}.
 */
@NullMarked
package io.millrace.landing.beans;

import org.jspecify.annotations.NullMarked;
