/**
 * Configuration of the service: what an operator can set, with ranges that are checked at start. May use no other
 * package of this service.
 */
@NullMarked
package io.millrace.ingest.config;

import org.jspecify.annotations.NullMarked;
