/** Tests of the package of the same name. */
@NullMarked
package io.millrace.ingest.config;

import org.jspecify.annotations.NullMarked;
