package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StringType;
import io.delta.kernel.utils.CloseableIterable;
import io.millrace.table.TableShape;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.storage.TableStorage;

/**
 * Kernel's transactions, each tried once. Kernel's own retry is off: it would put a merge on top of a concurrent insert of
 * the same key, since it knows files but not keys.
 */
final class TableTransactions {
    static final int CHECKPOINT_INTERVAL = 20;

    private final Engine engine;
    private static final String ENGINE = "millrace-";
    /** A part of the engine of each commit of Millrace: Delta Kernel puts its own name before it. */
    static final String OF_MILLRACE = "/" + ENGINE;

    private final TableStorage io;
    private final String location;
    private final String writer;
    private final int checkpointInterval;

    TableTransactions(Engine engine, TableStorage io, String location, String writer, int checkpointInterval) {
        this.engine = engine;
        this.io = io;
        this.location = location;
        this.writer = writer;
        this.checkpointInterval = checkpointInterval;
    }

    private String engineInfo() {
        return ENGINE + writer;
    }

    void create(TableShape shape) {
        try {
            io.createFolders(location + "/_delta_log");
            TableManager.buildCreateTableTransaction(location, DeltaTypes.schema(shape.columns()), engineInfo())
                    .withTableProperties(Map.of("delta.checkpointInterval", Integer.toString(checkpointInterval)))
                    .withDataLayoutSpec(layout(shape)).build(engine)
                    .commit(engine, CloseableIterable.emptyIterable());
        } catch (TableAlreadyExistsException | ConcurrentWriteException e) {
            return; // the other writer was first
        } catch (MaxCommitRetryLimitReachedException e) {
            if (!isConflict(e)) {
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataLayoutSpec layout(TableShape shape) {
        return shape.partitionColumns().isEmpty()
                ? DataLayoutSpec.noDataLayout()
                : DataLayoutSpec.partitioned(shape.partitionColumns().stream().map(Column::new).toList());
    }

    /**
     * Commits on top of a version.
     *
     * @param metadata
     *            the action that replaces the metadata of the table
     */
    TransactionCommitResult commit(SnapshotImpl base, Optional<Row> metadata, List<LogAction> actions) {
        List<Row> rows = new ArrayList<>(actions.size() + 1);
        metadata.ifPresent(rows::add);
        actions.forEach(action -> rows.add(KernelActions.row(action)));
        return base.buildUpdateTableTransaction(engineInfo(), Operation.STREAMING_UPDATE).withMaxRetries(0)
                .build(engine).commit(engine, CloseableIterable
                        .inMemoryIterable(Utils.toCloseableIterator(rows.iterator())));
    }

    static boolean isConflict(MaxCommitRetryLimitReachedException e) {
        return e.getCause() instanceof CommitFailedException failed && failed.isConflict();
    }

    /** The action that gives a table other columns. */
    static Row evolved(SnapshotImpl base, TableShape shape) {
        return SingleAction.createMetadataSingleAction(
                base.getMetadata().withNewSchema(DeltaTypes.schema(shape.columns())).toRow());
    }

    /** The action that gives a table other partition columns. */
    static Row repartitioned(SnapshotImpl base, List<String> partitionColumns) {
        Metadata now = base.getMetadata();
        return SingleAction.createMetadataSingleAction(new Metadata(now.getId(), now.getName(), now.getDescription(),
                now.getFormat(), now.getSchemaString(), now.getSchema(),
                VectorUtils.buildArrayValue(partitionColumns, StringType.STRING), now.getCreatedTime(),
                now.getConfigurationMapValue()).toRow());
    }
}
