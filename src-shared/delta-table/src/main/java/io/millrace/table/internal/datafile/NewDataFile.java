package io.millrace.table.internal.datafile;

import java.util.Optional;

import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * A stored file that no version of the table contains yet.
 *
 * @param file
 *            its description
 * @param action
 *            the log action that adds it
 * @param footer
 *            its Parquet footer
 * @param stretches
 *            the blocks of its keys; empty when they are not known or too few
 */
public record NewDataFile(ActiveFile file, LogAction action, ParquetMetadata footer,
        Optional<KeyBlockIndex> stretches) {}
