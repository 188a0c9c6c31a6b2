/** Tests of the package of the same name. */
@NullMarked
package io.millrace.ingest.http.syntax;

import org.jspecify.annotations.NullMarked;
