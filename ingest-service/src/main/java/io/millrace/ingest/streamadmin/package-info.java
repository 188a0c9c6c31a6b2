/**
 * Creation and deletion of streams, and changes of their contracts.
 *
 * <p>
 * A contract may only gain fields. Each operation is planned before anything is changed, so that a dry run reports the
 * same plan. The topics are created before the contract is registered, so that a stream that can be seen can be written
 * to. May use {@code catalog}, {@code health} and {@code config}.
 */
@NullMarked
package io.millrace.ingest.streamadmin;

import org.jspecify.annotations.NullMarked;
