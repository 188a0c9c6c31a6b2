/**
 * Makes streams and evolves their contracts.
 *
 * <p>
 * A contract changes by addition alone. What a change would be is known before anything is touched, so that it can be
 * tried; then the topics are made, and the registry is told last, so that a stream which can be seen can be written to.
 */
@NullMarked
package io.millrace.ingest.streamadmin;

import org.jspecify.annotations.NullMarked;
