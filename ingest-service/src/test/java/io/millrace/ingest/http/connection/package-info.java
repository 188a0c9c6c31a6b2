/** Tests of the package of the same name. */
@NullMarked
package io.millrace.ingest.http.connection;

import org.jspecify.annotations.NullMarked;
