/**
 * Files of a table, in a local folder or in S3: read, list, write, put if absent. The only package that sees the AWS SDK;
 * sees no other package of {@code internal}.
 */
@NullMarked
package io.millrace.table.internal.storage;

import org.jspecify.annotations.NullMarked;
