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

    /** Reads the rows. */
    void read(Contract contract, TableReader.KeyRowSink sink);

    /**
     * All rows.
     *
     * @param reader
     *            of the table
     */
    record WholeTable(TableReader reader) implements AuditedTable {
        @Override
        public void read(Contract contract, TableReader.KeyRowSink sink) {
            reader.keyRows(keys(contract), -1, sink);
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
     */
    record AddedFiles(TableReader reader, EventTable table, long version) implements AuditedTable {
        @Override
        public void read(Contract contract, TableReader.KeyRowSink sink) {
            reader.keyRows(keys(contract), version, sink);
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
