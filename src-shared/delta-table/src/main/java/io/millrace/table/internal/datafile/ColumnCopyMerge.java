package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.parquet.ParquetSchemas;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Rows that are merged by their keys alone: what else they hold is copied column by column, without becoming an object.
 * Holds a row group of each file, still compressed.
 */
final class ColumnCopyMerge implements SortedMergeReader {
    private static final int NO_KEY = -1;
    private static final byte[] NONE = {};
    private static final Comparator<NextKey> ORDER = Comparator.comparing(NextKey::pk, Arrays::compareUnsigned)
            .thenComparing(NextKey::eventId, Arrays::compareUnsigned).thenComparingInt(NextKey::file);

    /** The next row of a file. */
    private record NextKey(byte[] pk, byte[] eventId, int file) {}

    /** Of each file, and of each row group where it has several, as keys may begin again there. */
    private final List<ColumnChunkCopier> files;
    private final int pkLeaf;
    private final int eventIdLeaf;
    private final RowSelection taken;
    /** Rows of each file's row group whose keys were not read yet. */
    private final long[] left;
    private final PriorityQueue<NextKey> heads = new PriorityQueue<>(ORDER);

    private ColumnCopyMerge(List<ColumnChunkCopier> files, int pkLeaf, int eventIdLeaf, RowSelection taken)
            throws IOException {
        this.files = files;
        this.pkLeaf = pkLeaf;
        this.eventIdLeaf = eventIdLeaf;
        this.taken = taken;
        this.left = new long[files.size()];
        for (int file = 0; file < left.length; file++) {
            nextGroup(file);
        }
    }

    /**
     * The rows of these files; empty when one of them is laid out in another way than a new file would be.
     *
     * @param clusters
     *            of the file that they are written to
     */
    static Optional<ColumnCopyMerge> of(DataFiles files, List<ActiveFile> sources, TableShape shape,
            ClusterRanges clusters)
            throws IOException {
        MessageType schema = ParquetSchemas.message(shape.dataColumns());
        int pkLeaf = shape.keys().map(keys -> leaf(schema, keys.pk())).orElse(NO_KEY);
        int eventIdLeaf = shape.keys().map(keys -> leaf(schema, keys.eventId())).orElse(NO_KEY);
        if (shape.keys().isPresent() && (pkLeaf < 0 || eventIdLeaf < 0)) {
            return Optional.empty();
        }
        Queue<ColumnChunkCopier> open = new ConcurrentLinkedQueue<>();
        boolean taken = false;
        try {
            List<ColumnChunkCopier> columns = files.calls().each(sources, source -> {
                List<ColumnChunkCopier> opened = files.reader().columns(source, schema, shape);
                open.addAll(opened);
                return opened;
            }).stream().flatMap(List::stream).toList();
            if (columns.stream().allMatch(ColumnChunkCopier::fit)) {
                int clusterLeaf = clusters.count() == 1 ? NO_KEY : position(schema, clusters.column());
                int clusterLevel = clusterLeaf < 0 ? 0 : schema.getColumns().get(clusterLeaf).getMaxDefinitionLevel();
                ColumnCopyMerge copied = new ColumnCopyMerge(columns, pkLeaf, eventIdLeaf,
                        new RowSelection(columns, pkLeaf, eventIdLeaf, clusterLeaf, clusterLevel, clusters));
                taken = true;
                return Optional.of(copied);
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                close(open);
            }
        }
    }

    /** Which leaf column holds a part of the key; {@link #NO_KEY} when it is not a text that every row has. */
    private static int leaf(MessageType schema, String name) {
        int position = position(schema, name);
        return position >= 0 && schema.getColumns().get(position).getMaxDefinitionLevel() == 0 ? position : NO_KEY;
    }

    /** Which leaf column holds a text of a row; {@link #NO_KEY} when none of that name does. */
    private static int position(MessageType schema, String name) {
        for (int i = 0; i < schema.getColumns().size(); i++) {
            ColumnDescriptor column = schema.getColumns().get(i);
            if (column.getPath().length == 1 && column.getPath()[0].equals(name)) {
                return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY ? i : NO_KEY;
            }
        }
        return NO_KEY;
    }

    @Override
    public boolean writeSome(DataFileWriter out, RowFilter judge) throws IOException {
        taken.clear();
        int ended = -1;
        NextKey head = heads.peek();
        while (head != null && ended < 0 && !taken.isFull()) {
            heads.remove();
            taken.add(head.file(), head.pk(), head.eventId(),
                    pkLeaf < 0 || judge.stays(head.pk(), head.eventId()));
            if (left[head.file()] == 0) {
                ended = head.file(); // the values of these rows must be copied before the next row group is read
            } else {
                advance(head.file());
            }
            head = heads.peek();
        }
        out.copy(taken);
        if (ended >= 0) {
            nextGroup(ended);
        }
        return !heads.isEmpty();
    }

    private void nextGroup(int file) throws IOException {
        if (files.get(file).nextGroup()) {
            left[file] = files.get(file).rows();
            advance(file);
        }
    }

    /** Reads the key of a file's next row, which must be in the row group. */
    private void advance(int file) {
        left[file]--;
        ColumnChunkCopier columns = files.get(file);
        heads.add(pkLeaf < 0
                ? new NextKey(NONE, NONE, file)
                : new NextKey(columns.take(pkLeaf), columns.take(eventIdLeaf), file));
    }

    @Override
    public void close() throws IOException {
        close(files);
    }

    private static void close(Collection<ColumnChunkCopier> open) throws IOException {
        for (ColumnChunkCopier file : open) {
            file.close();
        }
    }
}
