/** A real S3 server in a process of its own: tests and races start it, no program needs it. */
@NullMarked
package io.millrace.devstack.s3;

import org.jspecify.annotations.NullMarked;
