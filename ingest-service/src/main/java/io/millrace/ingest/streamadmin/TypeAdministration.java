package io.millrace.ingest.streamadmin;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.TypeProvisioner;
import io.millrace.contracts.registry.TypeRegistry;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.type.OfferedType;
import io.millrace.contracts.type.SharedType;

/** Registers and reads shared types. Blocks on the registry; throws {@code RegistryUnavailableException}. */
@ApplicationScoped
public class TypeAdministration {
    private final ContractCatalog catalog;
    private final TypeRegistry types;

    TypeAdministration(ContractCatalog catalog, ContractRegistry registry) {
        this.catalog = catalog;
        this.types = registry.types();
    }

    /** The names of all types. */
    public List<TypeName> names() {
        return types.names();
    }

    /** The newest version of a type. */
    public Optional<SharedType> newest(TypeName name) {
        return types.newest(name);
    }

    /** The latest contracts of the streams that use a type, also within another type; by the name of the stream. */
    public List<Contract> users(TypeName name) {
        return catalog.streams().values().stream().map(StreamContracts::latest)
                .filter(contract -> contract.types().stream().anyMatch(used -> used.name().equals(name)))
                .sorted(Comparator.comparing(Contract::stream)).toList();
    }

    /**
     * The change that {@link #apply} would make. Changes nothing.
     *
     * @param expected
     *            whether the caller means the newest version that there is, if any
     */
    public TypeChange plan(TypeName name, String avsc, Predicate<Optional<SharedType>> expected) {
        OfferedType offered;
        try {
            offered = OfferedType.of(name, avsc, types::newest);
        } catch (ContractException e) {
            return new TypeChange.NoType(e.problems());
        }
        Optional<SharedType> newest = types.newest(name);
        if (!expected.test(newest)) {
            return new TypeChange.Outdated();
        }
        if (newest.isEmpty()) {
            return new TypeChange.Created(offered.type());
        }
        if (offered.isSameAs(newest.get())) {
            return new TypeChange.Unchanged(newest.get());
        }
        List<ContractProblem> conflicts = offered.problems(newest.get());
        return conflicts.isEmpty() ? new TypeChange.Evolved(offered.type()) : new TypeChange.Conflict(conflicts);
    }

    /** Makes the schema the newest version of the type. */
    public synchronized TypeChange apply(TypeName name, String avsc, Predicate<Optional<SharedType>> expected) {
        TypeChange planned = plan(name, avsc, expected);
        try {
            return switch (planned) {
                case TypeChange.Created unused -> new TypeChange.Created(provision(name, avsc));
                case TypeChange.Evolved unused -> new TypeChange.Evolved(provision(name, avsc));
                case TypeChange.Unchanged unchanged -> unchanged;
                case TypeChange.NoType refused -> refused;
                case TypeChange.Conflict refused -> refused;
                case TypeChange.Outdated refused -> refused;
            };
        } catch (ContractException raced) {
            return new TypeChange.Conflict(raced.problems());
        }
    }

    private SharedType provision(TypeName name, String avsc) {
        return new TypeProvisioner(types).provision(name, avsc);
    }
}
