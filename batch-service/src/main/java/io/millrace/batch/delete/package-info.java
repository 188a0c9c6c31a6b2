/** Deletes streams: topics and table in steps that may be repeated, then the record of it in the registry. */
@NullMarked
package io.millrace.batch.delete;

import org.jspecify.annotations.NullMarked;
