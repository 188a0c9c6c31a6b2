/**
 * The table of a stream: the API of this library. {@link io.millrace.table.EventTable} merges micro-batches, each exactly
 * once with any number of concurrent writers; {@link io.millrace.table.TableMaintenance} compacts and cleans up;
 * {@link io.millrace.table.TableReader} reads. {@code mergerule} decides which delivery of a key wins; {@code internal} alone
 * uses Delta Kernel, Parquet and the storage.
 */
@NullMarked
package io.millrace.table;

import org.jspecify.annotations.NullMarked;
