package io.millrace.table.internal.datafile;

import java.util.Optional;

import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * A file that was written and is in no version of the table yet.
 *
 * @param file
 *            what it is
 * @param action
 *            the log action that adds it
 * @param footer
 *            what Parquet wrote at its end
 * @param stretches
 *            where its keys stand, when that is known and worth while
 */
public record NewDataFile(ActiveFile file, LogAction action, ParquetMetadata footer,
        Optional<KeyBlockIndex> stretches) {}
