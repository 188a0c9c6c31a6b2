package io.millrace.contracts.registry;

import java.util.List;

import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.type.OfferedType;
import io.millrace.contracts.type.SharedType;

/** Registers shared types and their versions. */
public final class TypeProvisioner {
    private final TypeRegistry registry;

    public TypeProvisioner(TypeRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers the type, or its next version, or does nothing when the schema is the newest one already. Types that the
     * schema names are bound to their newest versions. No contract changes.
     *
     * @throws ContractException
     *             when the schema cannot be this type or is no additive step; nothing was changed
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    public SharedType provision(TypeName name, String avsc) {
        OfferedType offered = OfferedType.of(name, avsc, registry::newest);
        var newest = registry.newest(name);
        if (newest.isPresent()) {
            if (offered.isSameAs(newest.get())) {
                return newest.get();
            }
            List<ContractProblem> problems = offered.problems(newest.get());
            if (!problems.isEmpty()) {
                throw ContractException.ofType(name, problems);
            }
        }
        return registry.register(offered.type(), avsc);
    }
}
