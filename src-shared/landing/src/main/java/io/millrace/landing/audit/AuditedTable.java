package io.millrace.landing.audit;

import java.util.Collection;
import java.util.Set;

import io.millrace.contracts.schema.Contract;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.mergerule.EventKey;

/** The rows that an audit reads, and how it finds keys in the others. */
public sealed interface AuditedTable {
    /** The reader of the table. */
    TableReader reader();

    /** Takes the rows. */
    interface RowSink {
        /**
         * Takes a row, see {@link TableReader.KeyRowSink#row}.
         *
         * @param isNew
         *            whether no earlier audit can have read the row
         */
        void row(long keyHash, int partition, long offset, long ingestedAtMicros, boolean isNew);
    }

    /** Reads the rows. */
    void read(Contract contract, RowSink sink);

    /**
     * All rows.
     *
     * @param reader
     *            of the table
     */
    record WholeTable(TableReader reader) implements AuditedTable {
        @Override
        public void read(Contract contract, RowSink sink) {
            reader.keyRows(keys(contract), -1, (keyHash, partition, offset, ingestedAtMicros) -> sink.row(keyHash,
                    partition, offset, ingestedAtMicros, true));
        }
    }

    /**
     * The rows in the files that commits added after a version. It must be a version that no audited offset is in. The key
     * index of the table finds the keys of the other rows.
     *
     * @param reader
     *            of the table
     * @param table
     *            the table
     * @param version
     *            the version; -1 for all files
     * @param auditedVersion
     *            the version whose rows below the audited offsets earlier audits have read; -1 for none
     * @param earlier
     *            the records of the other rows below the audited offsets
     */
    record AddedFiles(TableReader reader, EventTable table, long version, long auditedVersion,
            EarlierRecords earlier) implements AuditedTable {
        @Override
        public void read(Contract contract, RowSink sink) {
            reader.keyRows(keys(contract), version, new TableReader.KeyRowSink() {
                private boolean isNew;

                @Override
                public void file(long addedIn) {
                    isNew = auditedVersion < 0 || addedIn > auditedVersion;
                }

                @Override
                public void row(long keyHash, int partition, long offset, long ingestedAtMicros) {
                    sink.row(keyHash, partition, offset, ingestedAtMicros, isNew);
                }
            });
        }

        Set<EventKey> present(Collection<EventKey> keys) {
            return table.present(keys);
        }

        Set<Long> repeated(long[] hashes, long oldestIngestMicros) {
            return table.repeated(hashes, oldestIngestMicros);
        }
    }

    private static TableShape.KeyColumns keys(Contract contract) {
        return ContractTable.shape(contract).keys().orElseThrow();
    }
}
