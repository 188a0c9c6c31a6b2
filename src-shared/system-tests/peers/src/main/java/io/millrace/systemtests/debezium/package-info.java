/**
 * A real Debezium Server between a real PostgreSQL and the gateway: the program behind {@code ./millrace lab verify-debezium}.
 */
@NullMarked
package io.millrace.systemtests.debezium;

import org.jspecify.annotations.NullMarked;
