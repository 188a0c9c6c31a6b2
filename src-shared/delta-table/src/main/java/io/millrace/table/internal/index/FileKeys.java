package io.millrace.table.internal.index;

import java.util.List;
import java.util.OptionalLong;

import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyColumnChunks;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The known facts about the keys of a file.
 *
 * @param parts
 *            its row groups; empty when the keys of one of them are not stored as plain values
 * @param revision
 *            the revision of all its rows; empty when they differ
 * @param textPk
 *            whether its pk is text, so that it can be compared with a text
 */
record FileKeys(List<KeyRowGroup> parts, OptionalLong revision, boolean textPk) {
    static final FileKeys NOTHING = new FileKeys(List.of(), OptionalLong.empty(), false);
    /** More keys than one for this number of pages are found faster by reading all. */
    private static final int PAGES_PER_KEY = 4;

    /**
     * A row group of a file.
     *
     * @param chunks
     *            where its keys are stored
     * @param stretches
     *            the blocks of its keys; null when the keys are few, or not sorted
     */
    record KeyRowGroup(KeyColumnChunks chunks, @Nullable KeyBlockIndex stretches) {}

    /** Where the keys of a file with this footer are stored. */
    static FileKeys of(ParquetMetadata footer, KeyColumns columns) {
        OptionalLong revision = columns.revision().map(column -> RevisionStats.only(footer, column))
                .orElse(OptionalLong.empty());
        MessageType schema = footer.getFileMetaData().getSchema();
        boolean textPk = schema.getType(columns.pk()).asPrimitiveType()
                .getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
        return new FileKeys(
                KeyColumnChunks.of(footer, columns).stream().map(chunks -> new KeyRowGroup(chunks, null)).toList(),
                revision,
                textPk);
    }

    FileKeys with(List<KeyRowGroup> found) {
        return new FileKeys(found, revision, textPk);
    }

    /** Whether this number of keys is found faster by their blocks than by reading all keys. */
    boolean isFoundByStretch(int keys) {
        long stretches = 0;
        for (KeyRowGroup part : parts) {
            if (part.stretches() == null) {
                return false;
            }
            stretches += part.stretches().count();
        }
        return (long) keys * parts.size() * PAGES_PER_KEY <= stretches;
    }

    long keyBytes() {
        return parts.stream().mapToLong(part -> part.chunks().bytes()).sum();
    }

    long bytes() {
        return parts.stream().mapToLong(part -> part.stretches() == null ? 0 : part.stretches().bytes()).sum();
    }
}
