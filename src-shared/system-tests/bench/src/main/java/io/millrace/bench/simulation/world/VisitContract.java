package io.millrace.bench.simulation.world;

import java.util.List;
import java.util.Map;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.TableShape;

/** The one stream of a simulation, and a registry that has its contract. */
public final class VisitContract {
    /** The name of the stream. */
    public static final StreamName STREAM = new StreamName("visits");
    private static final ContractRegistry.RegisteredSchema SCHEMA = new ContractRegistry.RegisteredSchema(1, 101, """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "revision", "type": "long", "default": 0},
              {"name": "amount", "type": "long", "default": 0}
            ]}""");
    /** The catalog of every process. */
    public static final ContractCatalog CATALOG = catalog();
    /** The contract. */
    public static final Contract CONTRACT = CATALOG.find(STREAM).orElseThrow().latest();
    /** The columns of the stream's table. */
    public static final TableShape SHAPE = ContractTable.shape(CONTRACT);

    private VisitContract() {}

    private static ContractCatalog catalog() {
        ContractCatalog catalog = new ContractCatalog(new Registry());
        var unused = catalog.refresh();
        return catalog;
    }

    /** Has one version of one contract, and takes no other. */
    private static final class Registry implements ContractRegistry {
        @Override
        public Map<StreamName, StreamState> streams() {
            return Map.of(STREAM, new StreamState.Active(0));
        }

        @Override
        public StreamState state(StreamName stream) {
            return new StreamState.Active(0);
        }

        @Override
        public void record(StreamName stream, StreamState state) {
            throw new UnsupportedOperationException("the contract of a simulation does not change");
        }

        @Override
        public void disableVersions(StreamName stream) {
            throw new UnsupportedOperationException("the contract of a simulation does not change");
        }

        @Override
        public List<RegisteredSchema> versions(StreamName stream) {
            return stream.equals(STREAM) ? List.of(SCHEMA) : List.of();
        }

        @Override
        public RegisteredSchema register(StreamName stream, String avsc, List<TypeReference> references) {
            throw new UnsupportedOperationException("the contract of a simulation does not change");
        }
    }
}
