/**
 * The OpenAPI document of the service, with the JSON schemas of the streams. May use no other package of this service.
 */
@NullMarked
package io.millrace.ingest.openapi;

import org.jspecify.annotations.NullMarked;
