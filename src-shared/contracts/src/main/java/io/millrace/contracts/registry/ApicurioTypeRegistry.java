package io.millrace.contracts.registry;

import java.util.List;
import java.util.Optional;

import io.apicurio.registry.rest.client.models.ArtifactReference;
import io.apicurio.registry.rest.client.models.SearchedArtifact;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.type.ResolvedSchema;
import io.millrace.contracts.type.SharedType;
import io.millrace.contracts.type.TypeParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shared types in Apicurio Registry: group {@value #GROUP}, artifact id = full name. Blocks; never call on an event loop. */
public final class ApicurioTypeRegistry implements TypeRegistry {
    /** The registry group that holds the shared types. */
    public static final String GROUP = "millrace-types";
    private static final Logger LOG = LoggerFactory.getLogger(ApicurioTypeRegistry.class);

    private final RegistryGroup group;
    private final RegistryRequests requests;

    ApicurioTypeRegistry(RegistryGroup group, RegistryRequests requests) {
        this.group = group;
        this.requests = requests;
    }

    @Override
    public List<TypeName> names() {
        return requests.call("list the shared types", () -> group.all().stream().map(SearchedArtifact::getArtifactId)
                .filter(TypeName::isLegal).map(TypeName::new).sorted().toList());
    }

    @Override
    public Optional<SharedType> newest(TypeName name) {
        return requests.call("read the type " + name, () -> {
            for (RegisteredVersion version : group.enabled(name.value()).reversed()) {
                TypeReference id = new TypeReference(name, version.version());
                try {
                    return Optional.of(parse(id, version, 1));
                } catch (ContractException e) {
                    LOG.error("Version {} of a shared type is not used: {}", id, e.getMessage());
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public SharedType register(SharedType offered, String avsc) {
        TypeName name = offered.name();
        var created = requests.call("register the type " + name, () -> group.add(name.value(), avsc,
                offered.parts().stream().map(SharedType::id).toList()));
        return new SharedType(new TypeReference(name, created.getVersion()), offered.schema(), offered.parts());
    }

    /**
     * The text of a registered schema with the definitions that its references name; unresolved when one of them is not
     * there or cannot be used.
     */
    ResolvedSchema.Resolution resolve(RegistryGroup.Content content) {
        return resolve(content, 1);
    }

    private ResolvedSchema.Resolution resolve(RegistryGroup.Content content, int depth) {
        return ResolvedSchema.of(content.avsc(), name -> referenced(name, content.references(), depth));
    }

    private Optional<SharedType> referenced(TypeName name, List<ArtifactReference> references, int depth) {
        return references.stream().filter(reference -> GROUP.equals(reference.getGroupId())
                && name.value().equals(reference.getArtifactId())).findFirst()
                .flatMap(reference -> bound(new TypeReference(name, reference.getVersion()), depth));
    }

    private Optional<SharedType> bound(TypeReference id, int depth) {
        if (depth > ResolvedSchema.MAX_DEPTH) {
            return Optional.empty();
        }
        try {
            return requests.call("read the type " + id, () -> {
                Optional<RegisteredVersion> version = group.version(id.name().value(), id.version());
                return version.isEmpty() ? Optional.empty() : Optional.of(parse(id, version.get(), depth));
            });
        } catch (ContractException e) {
            LOG.debug("Version {} of a shared type is not used", id, e);
            return Optional.empty(); // The schema that names it is refused then, and that is reported.
        }
    }

    private SharedType parse(TypeReference id, RegisteredVersion version, int depth) throws Exception {
        RegistryGroup.Content content = group.content(version);
        return TypeParser.parse(id, content.avsc(), name -> referenced(name, content.references(), depth + 1));
    }
}
