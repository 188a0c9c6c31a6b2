/**
 * Content codings of request bodies (gzip, zlib, zstd), decoded within a limit and a memory budget. May use no other
 * package of this service.
 */
@NullMarked
package io.millrace.ingest.http.coding;

import org.jspecify.annotations.NullMarked;
