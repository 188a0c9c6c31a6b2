/**
 * Credentials, grants and quotas of callers.
 *
 * <p>
 * A caller authenticates by API key, client certificate, signed token or signed webhook; each operation needs a grant.
 * API keys are stored as SHA-256 hashes: they are random, so a slow password hash is not needed. Knows no HTTP. May use
 * {@code config}.
 */
@NullMarked
package io.millrace.ingest.access;

import org.jspecify.annotations.NullMarked;
