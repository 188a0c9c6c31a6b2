/** An S3 server for tests, and the faults that stand before it. */
@NullMarked
package io.millrace.table.s3;

import org.jspecify.annotations.NullMarked;
