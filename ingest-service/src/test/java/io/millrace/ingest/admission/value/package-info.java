/** Tests of the package of the same name. */
@NullMarked
package io.millrace.ingest.admission.value;

import org.jspecify.annotations.NullMarked;
