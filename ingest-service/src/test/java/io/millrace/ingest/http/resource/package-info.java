/** Tests of the package of the same name. */
@NullMarked
package io.millrace.ingest.http.resource;

import org.jspecify.annotations.NullMarked;
