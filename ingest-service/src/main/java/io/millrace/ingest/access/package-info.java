/**
 * Credentials, grants and quotas of callers.
 *
 * <p>
 * A caller authenticates by API key, client certificate, signed token or signed webhook; each operation needs a grant.
 * API keys and grants themselves are in {@code io.millrace.contracts.access}. Knows no HTTP. May use {@code config}.
 */
@NullMarked
package io.millrace.ingest.access;

import org.jspecify.annotations.NullMarked;
