/**
 * The merge rule, pure: which of several deliveries of one key is the row, and which part of a batch is still new.
 * Imports no Delta, no Avro and no Kafka; reducing any multiset of deliveries by it is associative, commutative and
 * idempotent, and that is what makes two writers safe.
 */
@NullMarked
package io.millrace.table.mergerule;

import org.jspecify.annotations.NullMarked;
