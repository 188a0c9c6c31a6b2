/**
 * Decides who may do what, and how often.
 *
 * <p>
 * A caller is known by an API key, a client certificate, a signed token or a signed webhook; what is not granted by name is
 * refused. Keys are kept as their SHA-256 only: they are random, so that nothing slower is needed. This room knows no HTTP.
 */
@NullMarked
package io.millrace.ingest.access;

import org.jspecify.annotations.NullMarked;
