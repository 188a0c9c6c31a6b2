/** The configuration that stream-service and batch-service have in common. Sees no other package. */
@NullMarked
package io.millrace.landing.config;

import org.jspecify.annotations.NullMarked;
