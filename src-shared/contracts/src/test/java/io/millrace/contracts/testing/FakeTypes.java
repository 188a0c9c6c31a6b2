package io.millrace.contracts.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.millrace.contracts.registry.TypeRegistry;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.type.ResolvedSchema;
import io.millrace.contracts.type.SharedType;
import io.millrace.contracts.type.TypeParser;

/** Shared types in memory. */
public final class FakeTypes implements TypeRegistry {
    private final Map<TypeName, List<SharedType>> types = new TreeMap<>();

    /** Registers the next version of a type, whose text may name others. */
    public SharedType put(String name, String avsc) {
        return register(TypeParser.parse(new TypeReference(new TypeName(name), ""), avsc, this::newest), avsc);
    }

    @Override
    public List<TypeName> names() {
        return List.copyOf(types.keySet());
    }

    @Override
    public Optional<SharedType> newest(TypeName name) {
        return Optional.ofNullable(types.get(name)).map(List::getLast);
    }

    @Override
    public SharedType register(SharedType offered, String avsc) {
        List<SharedType> versions = types.computeIfAbsent(offered.name(), name -> new ArrayList<>());
        SharedType added = new SharedType(
                new TypeReference(offered.name(), Integer.toString(versions.size() + 1)), offered.schema(),
                offered.parts());
        versions.add(added);
        return added;
    }

    /** The text with the definitions of exactly these versions; as it is when one of its types is not among them. */
    ResolvedSchema resolve(String avsc, List<TypeReference> references) {
        var resolution = ResolvedSchema.of(avsc, name -> types.getOrDefault(name, List.of()).stream()
                .filter(type -> references.contains(type.id())).findFirst());
        return resolution instanceof ResolvedSchema.Resolution.Resolved(ResolvedSchema resolved)
                ? resolved
                : new ResolvedSchema(avsc, List.of());
    }
}
