/**
 * Who may call a service: API keys and client certificates, and what they grant. Keys are stored as SHA-256 hashes: they are
 * random, so a slow password hash is not needed. Knows no HTTP. Sees {@code schema}.
 */
@NullMarked
package io.millrace.contracts.access;

import org.jspecify.annotations.NullMarked;
