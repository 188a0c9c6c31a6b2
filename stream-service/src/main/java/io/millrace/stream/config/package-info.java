/** The configuration of stream-service. Sees no other package. */
@NullMarked
package io.millrace.stream.config;

import org.jspecify.annotations.NullMarked;
