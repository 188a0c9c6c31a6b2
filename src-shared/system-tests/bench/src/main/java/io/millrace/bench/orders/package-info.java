/**
 * Events of the sample stream of orders, as JSON and as Avro, and a Kafka client that sends them as the gateway does. An event
 * follows from its number. Uses no other package of the module.
 */
@NullMarked
package io.millrace.bench.orders;

import org.jspecify.annotations.NullMarked;
