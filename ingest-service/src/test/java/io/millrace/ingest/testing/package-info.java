/** HTTP client, Kafka probe, contracts and assertions that several test packages share. */
@NullMarked
package io.millrace.ingest.testing;

import org.jspecify.annotations.NullMarked;
