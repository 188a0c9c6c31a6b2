/** Tests of the package of the same name. */
@NullMarked
package io.millrace.ingest.admission.format;

import org.jspecify.annotations.NullMarked;
