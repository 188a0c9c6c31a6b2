/** Tests of the room of the same name. */
@NullMarked
package io.millrace.landing.tracing;

import org.jspecify.annotations.NullMarked;
